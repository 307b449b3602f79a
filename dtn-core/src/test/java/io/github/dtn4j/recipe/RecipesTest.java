package io.github.dtn4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {
    @TempDir
    Path folder;

    @Test
    void defaultsAreThePapersNetworksWithAnAbsoluteTid() {
        Recipe recipe = Recipes.read("defaults", List.of());

        assertThat(recipe.encoder().embedding()).isEqualTo(128);
        assertThat(recipe.discriminator().classes()).isEqualTo(3);
        assertThat(recipe.discriminator().activation()).isEqualTo(Activation.LEAKY_RELU);
        assertThat(recipe.loss().gangWeight()).isEqualTo(1);
        assertThat(recipe.loss().tvWeight()).isZero();
        assertThat(recipe.loss().constDistance()).isEqualTo(Distance.MSE);
        assertThat(recipe.loss().tidDistance()).isEqualTo(Distance.L1);
    }

    @Test
    void modelsOfOlderVersionsMayHoldSettingsThatAreGone() {
        Recipe defaults = Recipes.read("defaults", List.of());
        String older = Recipes.write(defaults).replace("\ntrain:\n", "\ngone: 1\ntrain:\n  goneToo: {a: 1}\n");

        assertThat(older).contains("goneToo");
        assertThat(Recipes.parse(older, "a model")).isEqualTo(defaults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "svhn-mnist",
                "mnist-svhn",
                "svhn-mnist-unlabelled",
                "mnist-classifier",
                "svhn-classifier",
                "adaptation-classifier",
                "icons-encoder"
            })
    void builtInRecipesAreValidAndBearTheirFileName(String name) {
        assertThat(Recipes.read(name, List.of()).name()).isEqualTo(name);
    }

    @Test
    void fileNamesOnlyWhatDiffers() throws IOException {
        Recipe recipe = Recipes.read(file("name: mine\nloss:\n  constWeight: 100\n"), List.of());
        Recipe defaults = Recipes.read("defaults", List.of());

        assertThat(recipe.name()).isEqualTo("mine");
        assertThat(recipe.loss().constWeight()).isEqualTo(100);
        assertThat(recipe.loss().tidWeight()).isEqualTo(defaults.loss().tidWeight());
        assertThat(recipe.train()).isEqualTo(defaults.train());
    }

    @Test
    void listsAreReplacedNotMerged() throws IOException {
        Recipe recipe = Recipes.read(file("generator: {widths: [8, 4]}"), List.of());

        assertThat(recipe.generator().widths()).containsExactly(8, 4);
    }

    @Test
    void overridesWinOverTheFileAndLaterOnesOverEarlierOnes() throws IOException {
        Recipe recipe = Recipes.read(
                file("train: {steps: 5}\nseed: 2"),
                List.of("train.steps=6", "train.steps=7", "generator.widths=[16, 8]", "data.source=a=b"));

        assertThat(recipe.train().steps()).isEqualTo(7);
        assertThat(recipe.seed()).isEqualTo(2);
        assertThat(recipe.generator().widths()).containsExactly(16, 8);
        assertThat(recipe.data().source()).isEqualTo("a=b");
    }

    @Test
    void changedRecipeDiffersInNothingElse() {
        Recipe recipe = Recipes.read("svhn-mnist", List.of());
        Recipe changed = Recipes.change(recipe, List.of("train.steps=7"));

        assertThat(changed.train().steps()).isEqualTo(7);
        assertThat(Differences.between(recipe, changed)).containsExactly("train.steps");
        refused(() -> Recipes.change(recipe, List.of("train.steps=0"))).withMessageContaining("'train.steps'");
    }

    @Test
    void heldBackImagesOfAnotherTargetAreForgotten() {
        assertThat(Recipes.read("svhn-mnist", List.of()).data().targetValidation())
                .isEqualTo("mnist:train[20000:22000]");
        assertThat(Recipes.read("svhn-mnist", List.of("data.target=a.images"))
                        .data()
                        .targetValidation())
                .isEmpty();
        assertThat(Recipes.read("svhn-mnist", List.of("data.target=a.images", "data.targetValidation=b.images"))
                        .data()
                        .targetValidation())
                .isEqualTo("b.images");
    }

    @Test
    void overrideCanEmptyAText() {
        assertThat(Recipes.read("svhn-mnist", List.of("data.judge=")).data().judge())
                .isEmpty();
    }

    @Test
    void enumsAreReadInEitherCaseAndWrittenInLowerCase() {
        Recipe recipe = Recipes.read("defaults", List.of("loss.constDistance=COSINE", "train.generator.type=adamw"));

        assertThat(recipe.loss().constDistance()).isEqualTo(Distance.COSINE);
        assertThat(recipe.train().generator().type()).isEqualTo(OptimizerSpec.Type.ADAMW);
        assertThat(Recipes.write(recipe)).contains("constDistance: cosine").doesNotContain("COSINE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "svhn-mnist", "mnist-classifier"})
    void whatIsWrittenReadsBackEqual(String name) {
        Recipe recipe = Recipes.read(name, List.of("train.generator.learningRate=0.00031", "seed=-9007199254740993"));

        String yaml = Recipes.write(recipe);

        assertThat(Recipes.parse(yaml, "a model")).isEqualTo(recipe);
        assertThat(Recipes.write(Recipes.parse(yaml, "a model"))).isEqualTo(yaml);
    }

    @ParameterizedTest
    @CsvSource({
        "train.stepz=5, 'did you mean ''train.steps''?'",
        "trian.steps=5, 'did you mean ''train''?'",
        "train.generator.learningrate=5, 'did you mean ''train.generator.learningRate''?'",
        "loss.entirelyDifferent=5, 'known here: gangWeight'",
    })
    void unknownKeysAreRefusedWithTheNearestOne(String override, String hint) {
        refused(() -> Recipes.read("defaults", List.of(override)))
                .withMessageContaining("unknown recipe key")
                .withMessageContaining(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "train=5 | 'train' is a section",
                "train.steps.more=5 | 'train.steps'",
                "train.steps=many | 'train.steps'",
                "train.steps=2.5 | 'train.steps'",
                "train.steps= | 'train.steps'",
                "train.steps=null | 'train.steps'",
                "loss.tvWeight=.nan | tvWeight",
                "loss.tvWeight=.inf | tvWeight",
                "train.steps=99999999999 | 99999999999",
                "discriminator.widths=[4, null] | 'discriminator",
                "loss.constDistance=euclid | 'loss.constDistance'",
                "loss.constDistance=1 | 'loss.constDistance'",
                "train.steps | expected key=value",
                "=5 | expected key=value",
                "train.steps=[1 | not valid YAML",
            })
    void valuesOfTheWrongKindAreRefused(String override, String wanted) {
        refused(() -> Recipes.read("defaults", List.of(override))).withMessageContaining(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "'[1, 2]', holds no settings",
        "'', holds no settings",
        "'a: [', is not valid YAML",
        "'seed: 1\nseed: 2', Duplicate",
    })
    void filesThatAreNoRecipeAreRefusedByName(String text, String wanted) throws IOException {
        String file = file(text);

        refused(() -> Recipes.read(file, List.of())).withMessageContaining(file).withMessageContaining(wanted);
    }

    @Test
    void hugeFilesAreRefusedUnread() throws IOException {
        String file = file("#".repeat((1 << 20) + 1));

        refused(() -> Recipes.read(file, List.of())).withMessageContaining(file).withMessageContaining("bytes");
    }

    @Test
    void aliasesAreNotMultiplied() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) { // would be 10^40 elements
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, "*a" + (i - 1)))));
        }
        String file = file(bomb.toString());

        refused(() -> Recipes.read(file, List.of())).withMessageContaining(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: "})
    void deepNestingIsRefused(String opening) throws IOException {
        String file = file("name: " + opening.repeat(100_000));

        refused(() -> Recipes.read(file, List.of())).withMessageContaining(file);
    }

    @Test
    void tagsMakeNoObjects() throws IOException {
        String file = file("name: !!java.net.URL [\"file:///\"]");

        refused(() -> Recipes.read(file, List.of())).withMessageContaining("recipe key 'name'");
    }

    @Test
    void textInAnotherEncodingIsRefusedAsSuch() throws IOException {
        Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE9, '\n'});

        refused(() -> Recipes.read(file.toString(), List.of())).withMessageContaining("latin.yaml is not UTF-8 text");
    }

    @Test
    void differencesAreNamedByTheirKeys() {
        Recipe defaults = Recipes.read("defaults", List.of());
        Recipe changed =
                Recipes.read("defaults", List.of("seed=2", "generator.widths=[8, 4]", "train.balance.halves=separate"));

        assertThat(Differences.between(defaults, Recipes.parse(Recipes.write(defaults), "a model")))
                .isEmpty();
        assertThat(Differences.between(defaults, changed))
                .containsExactlyInAnyOrder("seed", "generator.widths", "train.balance.halves");
    }

    @Test
    void missingRecipeIsRefused() {
        refused(() -> Recipes.read("svhn-mnits", List.of())).withMessageContaining("svhn-mnits: no such file");
    }

    private static ThrowableAssertAlternative<DtnException> refused(ThrowingCallable call) {
        return assertThatExceptionOfType(DtnException.class)
                .isThrownBy(call)
                .matches(e -> e.kind() == DtnException.Kind.USAGE)
                .matches(e -> e.getMessage().lines().count() == 1, "a single line");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("test.yaml"), text).toString();
    }
}
