package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.serve.web.Query;
import io.github.dtn4j.transfer.Framed;
import io.github.dtn4j.transfer.Translator;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, from its query.
 *
 * @param all every face of a photo, not only the one that it is of
 */
record TransferOptions(ServedModel model, int size, boolean all) {
    /** @param known the parameters that the route takes */
    static TransferOptions of(Context ctx, Models models, Set<String> known) {
        Map<String, String> query = query(ctx);
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw Problem.BAD_REQUEST.with("there is no parameter '%s'; known are %s"
                        .formatted(
                                name, String.join(", ", known.stream().sorted().toList())));
            }
        }
        ServedModel model = models.get(query.get("model"));
        return new TransferOptions(model, size(query.get("size"), model), all(query.get("faces")));
    }

    private static Map<String, String> query(Context ctx) {
        try {
            return Query.parse(ctx.queryString());
        } catch (IllegalArgumentException e) {
            throw Problem.BAD_REQUEST.with("the address has a percent sign without two hexadecimal digits behind it");
        }
    }

    private static int size(@Nullable String text, ServedModel model) {
        int size = text == null ? model.defaultSize() : text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
        if (size < Limits.SMALLEST_SIZE || size > Limits.LARGEST_SIZE) {
            throw Problem.BAD_REQUEST.with(
                    "size: expected %d to %d pixels".formatted(Limits.SMALLEST_SIZE, Limits.LARGEST_SIZE));
        }
        return size;
    }

    private static boolean all(@Nullable String text) {
        if (text != null && !text.equals("one") && !text.equals("all")) {
            throw Problem.BAD_REQUEST.with("faces: expected one or all");
        }
        return "all".equals(text);
    }

    /**
     * The job that makes it of a photo.
     *
     * @param accept the form of the answer
     * @param mostFaces that are drawn of it
     */
    Job job(Photo photo, Accept accept, int mostFaces, Deadline deadline) {
        return new Job(
                model,
                model.sizeByNetwork(size),
                photo,
                (found, shown) -> choose(found, shown, accept, mostFaces),
                deadline);
    }

    /** What such a job has drawn, in the size that is wanted. */
    byte[] png(Drawing.Face face) {
        return Images.encodePng(Images.resize(face.drawn(), size, size));
    }

    private List<Framed> choose(List<Framed> found, Photo photo, Accept accept, int most) {
        if (found.isEmpty()) {
            throw Problem.NO_FACE.with("no face was found; send a photo that shows one from the front, well lit");
        }
        if (all && accept == Accept.PNG && found.size() > 1) {
            throw Problem.NOT_ACCEPTABLE.with(
                    "%d faces were found, which are no single PNG; ask for them with Accept: application/json"
                            .formatted(found.size()));
        }
        if (all) {
            return found.subList(0, Math.min(most, found.size()));
        }
        try {
            return List.of(Translator.single(found, photo.pixels(), "the photo"));
        } catch (DtnException e) {
            throw Problem.SEVERAL_FACES.with(
                    "%d faces were found and none stands out; cut the photo to one of them, or ask /v1/transfer for faces=all as JSON"
                            .formatted(found.size()));
        }
    }
}
