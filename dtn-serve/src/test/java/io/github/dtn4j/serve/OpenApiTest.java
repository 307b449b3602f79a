package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description is held against the routes in both directions, and against real answers. */
class OpenApiTest {
    private static Service service;
    private static JsonNode description;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        service = Service.start().ready();
        description = new YAMLMapper().readTree(service.get("/openapi.yaml").body());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void itDescribesExactlyTheRoutesThatThereAre() {
        Set<String> registered = service.server().javalin().unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> !endpoint.path.equals("*"))
                .filter(endpoint -> endpoint.method != HandlerType.HEAD) // as GET, says the introduction
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(registered);
    }

    @Test
    void itNamesEveryProblem() {
        List<String> codes = new ArrayList<>();
        schemaNode("Problem").path("properties").path("code").path("enum").forEach(code -> codes.add(code.asText()));

        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Problem.values()).map(Problem::code).toList());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(description.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void answersAreAsDescribed() {
        assertValid("Models", service.get("/v1/models"), 200);
        assertValid("State", service.get("/healthz"), 200);
        assertValid("State", service.get("/readyz"), 200);
        assertValid("Transfer", service.drawAsJson(TestImages.face(), "size=64"), 200);
        assertValid("Transfer", service.drawAsJson(TestImages.twoFaces(), "size=64&faces=all"), 200);
        assertValid("Transfer", service.drawAsJson(TestImages.plain(9, 9), "model=svhn-mnist"), 200);
    }

    @Test
    void problemsAreAsDescribed() {
        assertProblem(service.draw(TestImages.face(), "size=1"), "/v1/transfer");
        assertProblem(service.draw(TestImages.plain(99, 99), ""), "/v1/transfer");
        assertProblem(service.draw(new byte[5], ""), "/v1/transfer");
        assertProblem(service.draw(TestImages.pngBomb(60_000, 60_000), ""), "/v1/transfer");
        assertProblem(service.drawZip(TestImages.zip(Map.of("..", new byte[5])), ""), "/v1/transfer:batch");
    }

    @Test
    void examplesAreAsDescribed() {
        description.findParents("examples").forEach(media -> {
            String reference = media.path("schema").path("$ref").asText();
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            media.path("examples")
                    .forEach(example -> assertThat(schema(name).validate(example.path("value")))
                            .as(name)
                            .isEmpty());
        });
    }

    private static void assertProblem(Service.TimedCall answer, String path) {
        assertValid("Problem", answer, answer.json().path("status").asInt());
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(description
                        .path("paths")
                        .path(path)
                        .path("post")
                        .path("responses")
                        .has(String.valueOf(answer.status())))
                .as("status %d of %s is described", answer.status(), path)
                .isTrue();
    }

    private static void assertValid(String schema, Service.TimedCall answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(schema(schema).validate(answer.json())).as(schema).isEmpty();
    }

    private static JsonNode schemaNode(String name) {
        return description.path("components").path("schemas").path(name);
    }

    /** A schema of the description, with the others at hand. */
    private static JsonSchema schema(String name) {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode whole = mapper.createObjectNode()
                .put("$ref", "#/components/schemas/" + name)
                .set("components", description.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }
}
