package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultNamesTest {
    @Test
    void anImageThatDiffersInItsExtensionOnlyKeepsIt() {
        assertThat(results(List.of("a.jpg", "a.png", "a.png.bmp", "b/a.png")))
                .containsExactly("a.png", "a.png.png", "a.png.bmp.png", "b/a.png");
    }

    @Test
    void anImageMayBeCalledLikeAnExtension() {
        assertThat(results(List.of("gif.png", "jpg.jpg", "jpg/png.png", "png.gif", "png.png")))
                .containsExactly("gif.png", "jpg.png", "jpg/png.png", "png.png", "png.png.png");
    }

    @Test
    void namesBetweenTwoThatClashDoNotHideTheClash() {
        assertThat(results(List.of("a.bmp", "a.c.gif", "a.d/x.bmp", "a.d/x.png", "a.png")))
                .containsExactly("a.png", "a.c.png", "a.d/x.png", "a.d/x.png.png", "a.png.png");
    }

    /** The rule in its plainest form, which holds all names. */
    private static List<String> byTheSetOfAll(Iterable<String> images) {
        Set<String> taken = new HashSet<>();
        List<String> results = new ArrayList<>();
        for (String image : images) {
            String result = image.substring(0, image.lastIndexOf('.')) + ".png";
            for (String longer = image; !taken.add(result); longer += ".png") {
                result = longer + ".png";
            }
            results.add(result);
        }
        return results;
    }

    @Test
    void isTheRuleWithASetOfAllNames() {
        String[] pieces = {"a", "b", ".png", ".PNG", ".jpg", ".bmp", ".x", ".", "/a", "/b", "-", "ä", "png", ".1"};
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            TreeSet<String> images = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                String stem = random.ints(random.nextInt(1, 5), 0, pieces.length)
                        .mapToObj(piece -> pieces[piece])
                        .collect(Collectors.joining());
                String name = "a" + stem + pieces[random.nextInt(2, 6)];
                if (!name.contains("/.") && !name.contains("//")) { // hidden files are no images
                    images.add(name);
                }
            }
            assertThat(results(images)).isEqualTo(byTheSetOfAll(images)).doesNotHaveDuplicates();
        }
    }

    @Test
    void aMillionNamesAreHeldAtNoTime() {
        ResultNames names = new ResultNames();
        assertThat(IntStream.range(0, 1_000_000)
                        .mapToObj(i -> "shot." + (1_000_000 + i) + ".jpg")
                        .filter(image -> !names.next(image).equals(image.replace(".jpg", ".png"))))
                .isEmpty();
    }

    private static List<String> results(Iterable<String> images) {
        ResultNames names = new ResultNames();
        List<String> results = new ArrayList<>();
        images.forEach(image -> results.add(names.next(image)));
        return results;
    }
}
