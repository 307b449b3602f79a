package io.github.dtn4j.serve;

import io.github.dtn4j.serve.web.SecurityHeaders;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty answers by itself, to requests that are no proper HTTP or come while it stops: as terse as any other problem. */
final class ErrorAnswers extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.put(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.TYPE);
        if (response.getStatus() == Problem.NOT_READY.status()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        response.write(true, ByteBuffer.wrap(Problems.ofStatus(response.getStatus())), callback);
        return true;
    }
}
