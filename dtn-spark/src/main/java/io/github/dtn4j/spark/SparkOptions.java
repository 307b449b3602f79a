package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.util.Stack;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a job runs. */
final class SparkOptions {
    private static final String HERE = "local[*]";
    private static final String MASTER = "spark.master";
    private static final String JARS_PROPERTY = "dtn.spark.jars";

    @Option(
            names = "--spark",
            paramLabel = "[MASTER]",
            parameterConsumer = MasterReader.class,
            description =
                    "Where to run: local[2] (two tasks at a time in this process), spark://HOST:PORT, ... (default: "
                            + "local[*], one task for each core; under spark-submit, its master).")
    private @Nullable String master;

    /** The word behind --spark, where it looks like a master: the next one may also be IN. */
    static final class MasterReader implements IParameterConsumer {
        private static final String LIKE_A_MASTER = "local(\\[.*])?|local-cluster\\[.*]|yarn|(spark|k8s)://.*";

        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            boolean given = !words.isEmpty() && words.peek().matches(LIKE_A_MASTER);
            option.setValue(given ? words.pop() : HERE);
        }
    }

    /** Starts Spark; close the session at the end. */
    SparkSession session(String application) {
        SparkConf conf = new SparkConf().setAppName(application);
        if (master != null) {
            conf.setMaster(master);
        }
        conf.setIfMissing(MASTER, HERE);
        if (conf.get(MASTER).startsWith("local")) {
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
        } else if (System.getProperty(JARS_PROPERTY) != null) {
            conf.setIfMissing("spark.jars", System.getProperty(JARS_PROPERTY));
        }
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.log.level", "WARN");
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (RuntimeException e) {
            throw DtnException.failure(
                    "cannot start Spark on %s: %s"
                            .formatted(
                                    conf.get(MASTER),
                                    String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    e);
        }
    }
}
