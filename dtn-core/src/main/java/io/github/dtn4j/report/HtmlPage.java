package io.github.dtn4j.report;

import static io.github.dtn4j.report.HtmlText.escape;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A page of text, tables and pictures in one file that needs nothing from elsewhere. */
public final class HtmlPage {
    private final StringBuilder html = new StringBuilder();

    /** An empty page. */
    public HtmlPage(String title) {
        html.append(PageAssets.head(title, false)).append("<h1>%s</h1>\n".formatted(escape(title)));
    }

    /** Adds a heading. */
    public void heading(String text) {
        html.append("<h2>%s</h2>\n".formatted(escape(text)));
    }

    /** Adds a paragraph. */
    public void paragraph(String text) {
        html.append("<p class=\"facts\">%s</p>\n".formatted(escape(text)));
    }

    /** Adds a table; the first cell of each row is its head. */
    public void table(List<String> head, List<List<String>> rows) {
        html.append("<table>\n<tr>");
        head.forEach(cell -> html.append("<th>%s</th>".formatted(escape(cell))));
        html.append("</tr>\n");
        for (List<String> row : rows) {
            html.append("<tr><th>%s</th>".formatted(escape(row.get(0))));
            row.stream().skip(1).forEach(cell -> html.append("<td>%s</td>".formatted(escape(cell))));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    /** Adds a PNG, if there is such a file. */
    public void picture(String caption, Path png) {
        if (!Files.exists(png)) {
            return;
        }
        try {
            html.append(
                    "<figure><img alt=\"%s\" src=\"data:image/png;base64,%s\"><figcaption>%s</figcaption></figure>\n"
                            .formatted(
                                    escape(caption),
                                    Base64.getEncoder().encodeToString(Files.readAllBytes(png)),
                                    escape(caption)));
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(png, DtnException.reason(e)), e);
        }
    }

    /** Adds a link to a file beside the page. */
    public void link(String text, Path file) {
        String address = file.toString().replace('\\', '/');
        html.append("<p><a href=\"%s\">%s</a></p>\n".formatted(escape(address), escape(text)));
    }

    /** Writes the page. */
    public void write(Path file) {
        AtomicFile.write(file, (html + "</body></html>\n").getBytes(StandardCharsets.UTF_8));
    }
}
