package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    /** An answer in chunks ends with an empty one; where that is missing, the client knows that it does not have all. */
    @Test
    void anAnswerThatFailsHalfwayDoesNotLookFinished() {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            Problems.register(config);
            config.routes.get("/", ctx -> {
                ctx.outputStream().write("the first half".getBytes(StandardCharsets.US_ASCII));
                ctx.outputStream().flush();
                throw new IllegalStateException("no second half");
            });
        });
        try (Wire wire = new Wire(javalin.start("127.0.0.1", 0).port())) {
            String answer = wire.head("GET / HTTP/1.1", "Host: localhost", "Connection: close", "")
                    .rest();

            assertThat(answer).contains("the first half").doesNotEndWith("0\r\n\r\n");
        } finally {
            javalin.stop();
        }
    }
}
