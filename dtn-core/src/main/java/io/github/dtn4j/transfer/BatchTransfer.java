package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Pixels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A translator at work on many images, a batch at a time: each becomes a drawing, or the reason why there is none.
 *
 * <p>What an image becomes is a function of the image, the model and {@code size} alone, to the bit: not of the images beside it
 * and their number, nor of the number of threads. Networks round otherwise in batches of other sizes, so every batch is filled up to
 * one size, {@link #IMAGES}. It holds among machines whose processors know the same vector instructions.
 *
 * @param size height and width of the drawings, in pixels
 */
public record BatchTransfer(Translator translator, int size) {
    /** Images of a batch; each is up to 12 MB. */
    public static final int IMAGES = Translator.MOST_FRAMED;

    /**
     * An image before or after its transfer.
     *
     * @param name what messages call it
     * @param image null where there is none
     * @param fault why there is none; empty where there is one
     */
    public record Item(String name, @Nullable Pixels image, String fault) {
        static Item failed(String name, DtnException fault) {
            return new Item(name, null, String.valueOf(fault.getMessage()));
        }
    }

    /** Decodes an image, of which it keeps as much as the model makes use of. Threads may call this side by side. */
    public Item decode(String name, Supplier<Pixels> decoder) {
        try {
            return new Item(name, translator.reduce(decoder.get()), "");
        } catch (DtnException e) {
            return Item.failed(name, e);
        }
    }

    /** Draws decoded images together, in their order; those without an image pass through. */
    public List<Item> draw(List<Item> decoded) {
        List<Pixels> images =
                decoded.stream().map(Item::image).filter(Objects::nonNull).toList();
        Iterator<List<Framed>> found = translator.frameAll(images).iterator();
        List<Item> framed = decoded.stream()
                .map(item -> item.image() == null ? item : frame(item.name(), item.image(), found.next()))
                .toList();
        Iterator<Pixels> drawn = drawFull(framed.stream()
                        .map(Item::image)
                        .filter(Objects::nonNull)
                        .toList())
                .iterator();
        List<Item> drawings = new ArrayList<>();
        for (Item item : framed) {
            drawings.add(item.image() == null ? item : new Item(item.name(), drawn.next(), ""));
        }
        return drawings;
    }

    private List<Pixels> drawFull(List<Pixels> images) {
        int missing = Math.floorMod(-images.size(), IMAGES);
        List<Pixels> full = new ArrayList<>(images);
        if (missing > 0 && !images.isEmpty()) {
            full.addAll(Collections.nCopies(missing, images.get(0)));
        }
        return translator.translateFramed(full, size).subList(0, images.size());
    }

    private static Item frame(String name, Pixels image, List<Framed> found) {
        try {
            return new Item(name, Translator.single(found, image, name).pixels(), "");
        } catch (DtnException e) {
            return Item.failed(name, e);
        }
    }
}
