package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.data.GlyphOutlines.Face;
import java.awt.geom.Path2D;
import org.junit.jupiter.api.Test;

class GlyphOutlinesTest {
    @Test
    void everyFaceHasAllCharactersWithDigitsOfAboutUnitHeightOnTheBaseline() {
        GlyphOutlines outlines = GlyphOutlines.load();
        assertThat(outlines.faces()).hasSizeGreaterThan(30);
        for (Face face : outlines.faces()) {
            assertThat(face.glyphs()).hasSize(GlyphOutlines.CHARACTERS.length());
            assertThat(face.glyphs().subList(0, 10)).allSatisfy(glyph -> {
                var box = glyph.outline().getBounds2D();
                assertThat(box.getHeight()).as(face.name()).isCloseTo(1, within(0.25));
                assertThat(box.getMaxY()).as(face.name()).isCloseTo(0, within(0.2));
                assertThat(glyph.advance()).isBetween(0.2, 1.6);
            });
        }
    }

    @Test
    void readsEveryPathCommand() {
        Path2D path = GlyphOutlines.parse("M0 0L10 0Q20 0 20 10C20 20 10 20 0 20Z", 0.1);
        assertThat(path.getBounds2D().getWidth()).isCloseTo(2, within(1e-9));
        assertThat(path.contains(1.8, 1)).isTrue();
        assertThat(path.contains(-0.1, 1)).isFalse();
    }

    @Test
    void refusesUnknownCommands() {
        assertThatThrownBy(() -> GlyphOutlines.parse("A1 2", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
