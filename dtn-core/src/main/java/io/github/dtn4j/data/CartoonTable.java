package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The attributes of cartoon faces as comma-separated values, a line a face behind a heading. */
public final class CartoonTable {
    private static final int CHUNK = 1024;
    private static final List<String> TRAITS = List.of(
            "sex",
            "face_width",
            "body_width",
            "skin_tone",
            "skin_rgb",
            "hair_colour",
            "hair_rgb",
            "hair_length",
            "facial_hair_kind",
            "stubble",
            "wears_glasses",
            "frame_rgb");

    private CartoonTable() {}

    /** Writes the first faces of a sequence to a file, which appears whole or not at all. */
    public static void write(CartoonFaces faces, int count, Path file, Progress progress) {
        try (AtomicFile out = AtomicFile.create(file);
                Ahead<String> ahead = new Ahead<>(0, count, CHUNK, (from, to) -> lines(faces, from, to))) {
            append(out, heading() + "\n");
            for (int done = 0; ahead.hasNext(); ) {
                append(out, ahead.next());
                done = Math.min(count, done + CHUNK);
                progress.update(done, count);
            }
            out.commit();
        }
    }

    private static void append(AtomicFile out, String text) {
        out.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String lines(CartoonFaces faces, int from, int to) {
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> i + "," + line(faces.face(i)) + "\n")
                .collect(Collectors.joining());
    }

    private static String heading() {
        Stream<String> parts = Stream.of(CartoonFeature.values())
                .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                .flatMap(name -> Stream.of(name, name + "_size", name + "_angle", name + "_flipped"));
        return Stream.of(Stream.of("index"), TRAITS.stream(), parts)
                .flatMap(column -> column)
                .collect(Collectors.joining(","));
    }

    private static String line(CartoonFace face) {
        Stream<Object> traits = Stream.of(
                word(face.sex()),
                number(face.faceWidth()),
                number(face.bodyWidth()),
                number(face.skinTone()),
                CartoonComposer.hex(face.skinRgb()),
                word(face.hairColour()),
                CartoonComposer.hex(face.hairRgb()),
                word(face.hairLength()),
                word(face.facialHair()),
                number(face.stubble()),
                face.glasses(),
                CartoonComposer.hex(face.frameRgb()));
        Stream<Object> parts = Stream.of(CartoonFeature.values())
                .map(face::part)
                .flatMap(part -> Stream.of(part.id(), number(part.size()), number(part.angle()), part.flipped()));
        return Stream.concat(traits, parts).map(Object::toString).collect(Collectors.joining(","));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
