package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Language, digits, calendar and time zone of the machine change neither results nor figures. */
@Tag("slow")
@Tag("chaos")
class LocaleTest {
    private static final Pattern SPEEDS = Pattern.compile("[0-9.,]+ images/s");
    private static final Pattern FOREIGN_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

    /** What the commands print, but for speeds and the name of the folder. */
    private record Session(Path folder, List<String> said) {
        static Session of(String name, String... options) {
            Path folder = Workshop.scratch(name);
            Dtn dtn = Workshop.dtn().with(options);
            Path model = Workshop.model();
            List<String> said = new ArrayList<>();
            Stream<List<Object>> commands = Stream.of(
                    Work.train().begin().apply(folder),
                    List.of(
                            "evaluate",
                            "accuracy",
                            "--model",
                            model,
                            "--images",
                            "s.images",
                            "--judge",
                            "judge.safetensors",
                            "--json"),
                    Work.prepareFolder().begin().apply(folder),
                    Work.prepareCartoons().begin().apply(folder.resolve("cartoons")),
                    Work.transferFolder().begin().apply(folder),
                    Work.export().begin().apply(folder),
                    List.of("inspect", "--verify", model),
                    Work.prepareFaces().begin().apply(folder.resolve("faces")));
            commands.limit(Chaos.cases(3, 10)).forEach(command -> {
                Ended ended = dtn.run(command.toArray()).done();
                assertThat(ended.out() + ended.err()).doesNotContainPattern(FOREIGN_DIGIT);
                said.add(SPEEDS.matcher(ended.out().replace(folder.toString(), "OUT"))
                        .replaceAll("quick"));
            });
            return new Session(folder, said);
        }
    }

    private static final class Plain {
        static final Session SESSION = Session.of("plain locale", "-Duser.language=en", "-Duser.timezone=UTC");
    }

    static Stream<List<String>> locales() {
        Stream<List<String>> all = Stream.of(
                List.of(
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Duser.extensions=u-nu-arab",
                        "-Duser.timezone=Pacific/Apia"),
                List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Kiritimati"),
                List.of(
                        "-Duser.language=hi",
                        "-Duser.country=IN",
                        "-Duser.extensions=u-nu-deva",
                        "-Duser.timezone=Asia/Kolkata"),
                List.of(
                        "-Duser.language=th",
                        "-Duser.country=TH",
                        "-Duser.variant=TH",
                        "-Duser.extensions=u-ca-buddhist-nu-thai"),
                List.of("-Duser.language=de", "-Duser.country=DE", "-Duser.timezone=Etc/GMT+12"),
                List.of("-Duser.language=fa", "-Duser.country=IR", "-Duser.timezone=Antarctica/Troll"));
        return all.limit(Chaos.cases(1, 6));
    }

    @ParameterizedTest
    @MethodSource("locales")
    void resultsAndFiguresAreTheSame(List<String> options) {
        Session plain = Plain.SESSION;
        try (Trial trial = Trial.of("locale and time zone")) {
            Session session = Session.of("locale " + options, options.toArray(String[]::new));

            assertThat(session.said).isEqualTo(plain.said);
            assertThat(Trees.differences(plain.folder, session.folder)).isEmpty();
            trial.survived();
            Trees.remove(session.folder);
        }
    }
}
