package io.github.dtn4j.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a request ends in into an answer of type {@code application/problem+json} that gives nothing away. */
final class Problems {
    static final String TYPE = "application/problem+json";

    private static final String INTERNAL = "the service failed at this request; its log says why";
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** The body of such an answer. */
    record Body(String type, String title, int status, String code, String detail) {
        static byte[] json(Problem problem, int status, String detail) {
            return Json.bytes(new Body("about:blank", problem.title(), status, problem.code(), detail));
        }
    }

    static void register(JavalinConfig config) {
        config.routes.exception(ProblemException.class, (problem, ctx) -> answer(ctx, problem));
        config.routes.exception(HttpResponseException.class, (error, ctx) -> {
            if (error.getStatus() == Problem.METHOD_NOT_ALLOWED.status()) {
                ctx.header("Allow", String.join(", ", error.getDetails().values()));
            }
            answer(ctx, of(error, ctx));
        });
        config.routes.exception(Exception.class, Problems::unexpected);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a request failed", error); // most likely no memory left: as little as possible is done
            if (response.isCommitted()) {
                breakOff(response);
                return;
            }
            response.setStatus(Problem.INTERNAL.status());
            response.setContentType(TYPE);
        });
    }

    private static void unexpected(Exception error, Context ctx) {
        if (error instanceof IOException
                && ctx.res().isCommitted()) { // the client went away while it was being answered
            breakOff(ctx.res());
            return;
        }
        LOG.error("a request to {} failed", Metrics.route(ctx), error);
        answer(ctx, Problem.INTERNAL.with(INTERNAL));
    }

    private static ProblemException of(HttpResponseException error, Context ctx) {
        return switch (error.getStatus()) {
            case 404 -> Problem.NOT_FOUND.with("there is nothing at this path; GET /openapi.yaml says what there is");
            case 405 ->
                Problem.METHOD_NOT_ALLOWED.with("this path does not take " + ctx.method() + "; see /openapi.yaml");
            default -> Problem.BAD_REQUEST.with("the request cannot be understood");
        };
    }

    private static void answer(Context ctx, ProblemException problem) {
        if (ctx.res().isCommitted()) {
            breakOff(ctx.res());
            return;
        }
        if (problem.retryAfterSeconds() > 0) {
            ctx.header("Retry-After", String.valueOf(problem.retryAfterSeconds()));
        }
        int status = problem.problem().status();
        ctx.status(status).contentType(TYPE).result(Body.json(problem.problem(), status, problem.detail()));
    }

    /** Closes the connection of an answer that cannot be finished, so that nobody takes its first part for the whole. */
    private static void breakOff(HttpServletResponse response) {
        ServletContextResponse.getServletContextResponse(response)
                .getRequest()
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    /** The body of an answer to a request that did not get as far as a route. */
    static byte[] ofStatus(int status) {
        if (status == Problem.NOT_READY.status()) {
            return Body.json(Problem.NOT_READY, status, "the service is shutting down");
        }
        if (status >= Problem.INTERNAL.status()) {
            return Body.json(Problem.INTERNAL, status, INTERNAL);
        }
        String detail = status == 431 ? "the headers of the request are too large" : "the request is not proper HTTP";
        return Body.json(Problem.BAD_REQUEST, status, detail);
    }
}
