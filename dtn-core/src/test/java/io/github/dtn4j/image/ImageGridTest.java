package io.github.dtn4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final Pixels RED = new Pixels(new byte[] {(byte) 200, 0, 0}, 1, 1, 3);
    private static final Pixels GREY = new Pixels(new byte[] {90}, 1, 1, 1);

    @Test
    void mixesGreyAndColourWithAGapOfTwo() {
        Pixels grid = ImageGrid.of(List.of(List.of(RED, GREY), List.of(GREY)), 1);
        assertThat(List.of(grid.height(), grid.width(), grid.channels())).containsExactly(8, 8, 3);
        assertThat(rgb(grid, 2, 2)).containsExactly(200, 0, 0);
        assertThat(rgb(grid, 2, 5)).containsExactly(90, 90, 90);
        assertThat(rgb(grid, 5, 2)).containsExactly(90, 90, 90);
        assertThat(rgb(grid, 5, 5)).as("an unfilled place").containsExactly(255, 255, 255);
        assertThat(rgb(grid, 0, 0)).as("the gap").containsExactly(255, 255, 255);
    }

    @Test
    void scalesByRepeatingPixels() {
        Pixels grid = ImageGrid.of(List.of(List.of(RED)), 3);
        assertThat(grid.height()).isEqualTo(7);
        assertThat(rgb(grid, 4, 4)).containsExactly(200, 0, 0);
        assertThat(rgb(grid, 5, 5)).containsExactly(255, 255, 255);
    }

    @Test
    void pairsStandSideBySide() {
        Pixels grid = ImageGrid.pairs(List.of(RED, RED, RED), List.of(GREY, GREY, GREY), 2, 1);
        assertThat(List.of(grid.height(), grid.width())).containsExactly(8, 14); // 2 rows of 2 pairs
        assertThat(rgb(grid, 2, 8)).containsExactly(200, 0, 0);
        assertThat(rgb(grid, 2, 11)).containsExactly(90, 90, 90);
    }

    @Test
    void refusesImagesOfDifferentSizes() {
        Pixels wide = new Pixels(new byte[2], 1, 2, 1);
        assertThatThrownBy(() -> ImageGrid.of(List.of(List.of(RED, wide)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 x 1 and 1 x 2");
    }

    @Test
    void refusesAnEmptyGrid() {
        assertThatThrownBy(() -> ImageGrid.of(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] rgb(Pixels image, int y, int x) {
        int at = (y * image.width() + x) * 3;
        return new int[] {image.data()[at] & 255, image.data()[at + 1] & 255, image.data()[at + 2] & 255};
    }
}
