package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    private final SparkSession spark = LocalSpark.session();

    @TempDir
    Path folder;

    @Test
    void anEarlierTableStaysUntilTheNextIsFinished() throws IOException {
        String out = folder.resolve("out.parquet").toString();
        Table.write(spark, rows("first"), Rows.DRAWINGS, out);
        JavaRDD<Row> failing = rows("second").map(row -> {
            throw new IllegalStateException("no row");
        });
        assertThatThrownBy(() -> Table.write(spark, failing, Rows.DRAWINGS, out))
                .hasMessageContaining("no row");
        assertThat(paths(out)).containsExactly("first");

        Files.createDirectories(folder.resolve("out.parquet.unfinished/_temporary/0")); // as a killed process leaves it
        Table.check(spark, out);
        Table.write(spark, rows("third"), Rows.DRAWINGS, out);
        assertThat(paths(out)).containsExactly("third");
        assertThat(folder.resolve("out.parquet.unfinished")).doesNotExist();
    }

    private JavaRDD<Row> rows(String path) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(RowFactory.create(path, null, "none")), 1);
    }

    private List<String> paths(String table) {
        return spark.read().parquet(table).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
