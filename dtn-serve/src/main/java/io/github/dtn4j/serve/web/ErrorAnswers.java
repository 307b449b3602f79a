package io.github.dtn4j.serve.web;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty answers by itself, to requests that are no proper HTTP or come while it stops: terse, and nothing of Jetty in it. */
public final class ErrorAnswers extends ErrorHandler {
    private final String type;
    private final IntFunction<byte[]> content;

    /**
     * @param type of the content
     * @param content of an answer by its status
     */
    public ErrorAnswers(String type, IntFunction<byte[]> content) {
        this.type = type;
        this.content = content;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.put(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        if (response.getStatus() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        response.write(true, ByteBuffer.wrap(content.apply(response.getStatus())), callback);
        return true;
    }
}
