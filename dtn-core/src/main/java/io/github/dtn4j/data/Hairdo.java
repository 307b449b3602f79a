package io.github.dtn4j.data;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A drawing of hair in facesjs, sorted by eye.
 *
 * @param id of the drawing
 * @param length of the hair with nothing behind the head
 * @param wornBy who wears it
 */
record Hairdo(String id, HairLength length, Set<Sex> wornBy) {
    private static final Set<Sex> MEN = Set.of(Sex.MALE);
    private static final Set<Sex> WOMEN = Set.of(Sex.FEMALE);
    private static final Set<Sex> BOTH = Set.of(Sex.FEMALE, Sex.MALE);

    /** All drawings but {@code bald}, which is empty and stands for itself here. */
    static final List<Hairdo> ALL = Stream.of(
                    of(HairLength.NONE, MEN, "bald short-bald short-fade short-fade-2"),
                    of(
                            HairLength.SHORT,
                            MEN,
                            "blowoutFade cornrows crop crop-fade crop-fade2 curlyFade1 curlyFade2 dreads faux-hawk "
                                    + "fauxhawk-fade high juice messy-short short short2 spike spike2 spike3 spike4 "
                                    + "tall-fade"),
                    of(HairLength.SHORT, BOTH, "curly emo messy middle-part parted short3 shortBangs"),
                    of(HairLength.MEDIUM, MEN, "afro"),
                    of(HairLength.MEDIUM, BOTH, "afro2 curly2 curly3 hair longHair shaggy1 shaggy2"),
                    of(HairLength.MEDIUM, WOMEN, "female4 female8 female11 female12"),
                    of(HairLength.LONG, WOMEN, "female1 female2 female3 female5 female6 female7 female9 female10"))
            .flatMap(List::stream)
            .toList();

    private static final Set<String> WIDE = Set.of("afro", "afro2");

    private static List<Hairdo> of(HairLength length, Set<Sex> wornBy, String ids) {
        return Arrays.stream(ids.split(" "))
                .map(id -> new Hairdo(id, length, wornBy))
                .toList();
    }

    /** Those of a length, with or without hair behind the head, that somebody wears. */
    static List<Hairdo> of(HairLength length, Sex sex) {
        return ALL.stream()
                .filter(hairdo -> hairdo.wornBy.contains(sex))
                .filter(hairdo -> hairdo.length == length || length == HairLength.LONG && hairdo.maybeLong())
                .toList();
    }

    /** True if it looks right before long hair behind the head. */
    private boolean maybeLong() {
        return (wornBy.contains(Sex.FEMALE) || length == HairLength.MEDIUM) && !WIDE.contains(id);
    }

    /** What is drawn on the head. */
    CartoonPart part(boolean flipped) {
        return new CartoonPart(id.equals("bald") ? CartoonPart.NONE : id, 1, 0, flipped);
    }
}
