package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.transfer.Framed;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A model under the name that requests call it by.
 *
 * @param name that of its file, without the extension
 * @param sha256 of the file, so that a drawing can be traced to what drew it
 */
record ServedModel(String name, Translator translator, String sha256) implements DrawingModel, AutoCloseable {
    private static final int FACE_SIZE = 256;
    private static final int WARM_UP_HEIGHT = 240;
    private static final int WARM_UP_WIDTH = 320;

    static ServedModel load(Path file) {
        Translator translator = Translator.load(file);
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.safetensors$", "");
        return new ServedModel(name, translator, hash(file));
    }

    /** Height and width of a drawing where the request does not name it. */
    int defaultSize() {
        return translator.findsFaces() ? FACE_SIZE : translator.drawnSize();
    }

    /** Height and width in which its networks draw what is to become this large; the rest is scaling, which costs them no time. */
    int sizeByNetwork(int size) {
        UpscalerSpec upscaler = translator.recipe().upscaler();
        return size > translator.drawnSize() && upscaler.wanted() ? upscaler.size() : translator.drawnSize();
    }

    /** What of a photo its networks make use of. */
    Pixels reduce(Pixels photo) {
        return translator.reduce(photo);
    }

    @Override
    public List<List<Framed>> find(List<Pixels> photos) {
        return translator.frameAll(photos);
    }

    @Override
    public List<Pixels> draw(List<Pixels> framed, int size) {
        return translator.translateFramed(framed, size);
    }

    /** Goes once through all networks: the first time takes longer than any other. */
    void warmUp() {
        find(List.of(blank(WARM_UP_HEIGHT, WARM_UP_WIDTH, 3)));
        Fit fit = translator.fit();
        draw(List.of(blank(fit.size(), fit.size(), fit.channels())), defaultSize());
    }

    private static Pixels blank(int height, int width, int channels) {
        return new Pixels(new byte[height * width * channels], height, width, channels);
    }

    private static String hash(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw DtnException.failure("cannot read model %s: %s".formatted(file, DtnException.reason(e)), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        translator.close();
    }
}
