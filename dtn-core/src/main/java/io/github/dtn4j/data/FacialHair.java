package io.github.dtn4j.data;

import java.util.List;

/** The kinds of facial hair of cartoon faces, each with its drawings in facesjs. Beards with a ring on them are left out. */
public enum FacialHair {
    /** Shaven. */
    NONE(CartoonPart.NONE),
    /** On the upper lip, perhaps with a spot below the lower one. */
    MOUSTACHE(
            "mustache-thin mustache1 mustache1SB1 mustache1SB2 soul soul-stache harley1 harley1-sb-1 harley1-sb-2 harly3"),
    /** On the chin, perhaps around the mouth. */
    GOATEE(
            "fullgoatee fullgoatee2 fullgoatee3 fullgoatee4 goatee-thin-stache goatee-thin goatee1-stache goatee1 goatee2 "
                    + "goatee3 goatee4-stache goatee4 goatee5 goatee6 goatee7 goatee8 goatee9 goatee10 goatee11 goatee12 goatee15 "
                    + "goatee16 goatee17 goatee18 goatee19 harley2 wilt wilt-sideburns-short wilt-sideburns-long"),
    /** On chin and cheeks. */
    BEARD("beard-point beard1 beard2 beard3 beard4 chin-strap chin-strapStache honest-abe honest-abe-stache "
            + "loganGoatee2 loganGoatee2Stache loganGoatee3 loganGoatee3soul loganGoatee3soulStache muttonGoatee1Stache "
            + "muttonGoatee2Stache muttonGoatee5Stache neckbeard2 neckbeard2SB1 neckbeard2SB2"),
    /** On the cheeks only. */
    SIDEBURNS("sideburns1 sideburns2 sideburns3 mutton muttonStache logan");

    private final List<String> drawings;

    FacialHair(String drawings) {
        this.drawings = List.of(drawings.split(" "));
    }

    /** Ids of drawings. */
    List<String> drawings() {
        return drawings;
    }
}
