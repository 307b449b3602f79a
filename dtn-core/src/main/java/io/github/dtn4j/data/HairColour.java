package io.github.dtn4j.data;

/** The groups of hair colours, each a range between two colours. */
public enum HairColour {
    /** Black to near black. */
    BLACK(0x0F0902, 0x2B2724),
    /** Dark to middle brown. */
    BROWN(0x3D2314, 0x6B442B),
    /** Auburn to ginger. */
    RED(0x8E3A22, 0xC0602F),
    /** Dark to light blond. */
    BLOND(0xCC9966, 0xE9CF8B),
    /** Grey to nearly white. */
    GREY(0x7D7975, 0xD6D3CF);

    private final int dark;
    private final int light;

    HairColour(int dark, int light) {
        this.dark = dark;
        this.light = light;
    }

    /** The colour, 0xRRGGBB, at a place from 0 (the dark end) to 1 (the light end). */
    int rgb(double place) {
        return Ramp.between(dark, light, place);
    }
}
