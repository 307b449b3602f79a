package io.github.dtn4j.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws the traits of a cartoon face. Sex, skin tone and hair colour are, but for red and blond hair with dark skin, independent
 * of each other; hair length, width, lines and beard depend on the sex. Ranges of sizes and angles are those of facesjs 5 ({@code
 * generate.js}).
 */
final class CartoonSampler {
    private static final Ramp ROSY_SKIN =
            new Ramp(0xF4D9CE, 0xE3C0AC, 0xCFA189, 0xBB876F, 0x9C6652, 0x7A4A40, 0x583530);
    private static final Ramp GOLDEN_SKIN =
            new Ramp(0xFEDAC7, 0xF0C5A3, 0xDCA678, 0xBE8960, 0x976544, 0x754A35, 0x53362B);
    private static final List<Integer> FRAMES = List.of(0x1A1A1A, 0x4A3020, 0x5A5F66, 0x7A1319);

    private static final List<HairColour> DARK = List.of(HairColour.BLACK, HairColour.BROWN);

    private static final List<String> BODIES = List.of("body", "body2", "body4");
    private static final List<String> EARS = numbered("ear", 2);
    private static final List<String> FEMALE_HEADS =
            List.of("female1", "female2", "female3", "head13", "head14", "head16", "head2", "head6");
    private static final List<String> MALE_HEADS = numbered("head", 18);
    private static final List<String> EYE_LINES = numbered("line", 6);
    private static final List<String> SMILE_LINES = numbered("line", 4);
    private static final List<String> FEMALE_LINES = List.of("blush", "chin1", "chin2", "freckles1", "freckles2");
    private static final List<String> MALE_LINES = List.of(
            "chin1",
            "chin2",
            "forehead1",
            "forehead2",
            "forehead3",
            "forehead4",
            "forehead5",
            "freckles1",
            "freckles2");
    private static final List<String> FEMALE_EYES = numbered("female", 16);
    private static final List<String> MALE_EYES = numbered("eye", 19);
    private static final List<String> FEMALE_EYEBROWS = numbered("female", 10);
    private static final List<String> EYEBROWS = numbered("eyebrow", 20);
    private static final List<String> MOUTHS = List.of(
            "angry",
            "closed",
            "mouth",
            "mouth2",
            "mouth3",
            "mouth4",
            "mouth5",
            "mouth6",
            "mouth7",
            "mouth8",
            "side",
            "smile-closed",
            "smile",
            "smile2",
            "smile3",
            "smile4",
            "straight");
    private static final List<String> NOSES = List.of(
            "honker",
            "nose1",
            "nose2",
            "nose3",
            "nose4",
            "nose5",
            "nose6",
            "nose7",
            "nose8",
            "nose9",
            "nose10",
            "nose11",
            "nose12",
            "nose13",
            "nose14",
            "pinocchio",
            "small");
    private static final List<String> GLASSES = List.of("glasses1-primary", "glasses2-primary", "glasses2-black");
    private static final List<String> FEMALE_BACKGROUNDS =
            List.of("female1", "female2", "female3", "female4", "female5", "longHair", "shaggy");
    private static final List<String> MALE_BACKGROUNDS = List.of("longHair", "shaggy");

    private final SplittableRandom random;

    private final Population population;

    CartoonSampler(SplittableRandom random, Population population) {
        this.random = random;
        this.population = population;
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> name + i).toList();
    }

    CartoonFace sample() {
        Sex sex = chance(population.women()) ? Sex.FEMALE : Sex.MALE;
        boolean woman = sex == Sex.FEMALE;
        double skinTone = population.skinTone(random.nextDouble());
        int skin = Ramp.between(ROSY_SKIN.at(skinTone), GOLDEN_SKIN.at(skinTone), random.nextDouble());
        HairColour hairColour = hairColour(skinTone);
        HairLength hairLength = hairLength(woman);
        FacialHair facialHair = woman ? FacialHair.NONE : facialHair();
        return new CartoonFace(
                sex,
                woman ? between(0, 0.5) : between(0, 1),
                woman ? between(0.8, 0.9) : between(0.95, 1.05),
                skinTone,
                skin,
                hairColour,
                hairColour.rgb(random.nextDouble()),
                hairLength,
                facialHair,
                !woman && chance(0.25) ? between(0.05, 0.2) : 0,
                oneOf(FRAMES),
                parts(sex, hairLength, facialHair));
    }

    /** Dark skin rarely comes with red or blond hair. */
    private HairColour hairColour(double skinTone) {
        HairColour colour = population.hairColour(random.nextDouble());
        boolean light = colour == HairColour.RED || colour == HairColour.BLOND;
        return light && skinTone > 0.5 && chance(0.8) ? oneOf(DARK) : colour;
    }

    private HairLength hairLength(boolean woman) {
        double place = random.nextDouble();
        if (woman) {
            return place < 0.15 ? HairLength.SHORT : place < 0.5 ? HairLength.MEDIUM : HairLength.LONG;
        }
        return place < 0.15
                ? HairLength.NONE
                : place < 0.65 ? HairLength.SHORT : place < 0.87 ? HairLength.MEDIUM : HairLength.LONG;
    }

    private FacialHair facialHair() {
        if (!chance(population.beards())) {
            return FacialHair.NONE;
        }
        double place = random.nextDouble();
        return place < 0.4
                ? FacialHair.BEARD
                : place < 0.7 ? FacialHair.GOATEE : place < 0.9 ? FacialHair.MOUSTACHE : FacialHair.SIDEBURNS;
    }

    private Map<CartoonFeature, CartoonPart> parts(Sex sex, HairLength hairLength, FacialHair facialHair) {
        boolean woman = sex == Sex.FEMALE;
        Map<CartoonFeature, CartoonPart> parts = new EnumMap<>(CartoonFeature.class);
        Hairdo hairdo = oneOf(Hairdo.of(hairLength, sex));
        boolean behind = hairLength == HairLength.LONG && (hairdo.length() != HairLength.LONG || chance(0.6));
        parts.put(CartoonFeature.HAIR, hairdo.part(random.nextBoolean()));
        parts.put(CartoonFeature.HAIR_BACKGROUND, maybe(behind ? 1 : 0, woman ? FEMALE_BACKGROUNDS : MALE_BACKGROUNDS));
        parts.put(CartoonFeature.BODY, CartoonPart.of(oneOf(BODIES)));
        parts.put(CartoonFeature.EAR, sized(oneOf(EARS), 0.5, woman ? 1 : 1.5));
        parts.put(CartoonFeature.HEAD, CartoonPart.of(oneOf(woman ? FEMALE_HEADS : MALE_HEADS)));
        parts.put(CartoonFeature.EYE_LINE, maybe(woman ? 0 : 0.75, EYE_LINES));
        parts.put(
                CartoonFeature.SMILE_LINE,
                sized(maybe(woman ? 0.2 : 0.75, SMILE_LINES).id(), 0.25, 2.25));
        parts.put(CartoonFeature.MISC_LINE, maybe(0.5, woman ? FEMALE_LINES : MALE_LINES));
        parts.put(CartoonFeature.FACIAL_HAIR, CartoonPart.of(oneOf(facialHair.drawings())));
        parts.put(CartoonFeature.EYE, turned(oneOf(woman ? FEMALE_EYES : MALE_EYES), -10, 15));
        parts.put(CartoonFeature.EYEBROW, turned(oneOf(woman && chance(0.5) ? FEMALE_EYEBROWS : EYEBROWS), -15, 20));
        parts.put(CartoonFeature.MOUTH, new CartoonPart(oneOf(MOUTHS), 1, 0, random.nextBoolean()));
        parts.put(
                CartoonFeature.NOSE,
                new CartoonPart(oneOf(NOSES), between(0.5, woman ? 1 : 1.25), 0, random.nextBoolean()));
        parts.put(CartoonFeature.GLASSES, maybe(population.glasses(), GLASSES));
        return parts;
    }

    private CartoonPart maybe(double chance, List<String> ids) {
        return CartoonPart.of(chance(chance) ? oneOf(ids) : CartoonPart.NONE);
    }

    private CartoonPart sized(String id, double smallest, double largest) {
        return new CartoonPart(id, between(smallest, largest), 0, false);
    }

    private CartoonPart turned(String id, int least, int most) {
        return new CartoonPart(id, 1, random.nextInt(least, most + 1), false);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
