package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All models of a server, by name. */
final class Models implements AutoCloseable {
    private final Map<String, ServedModel> models = new LinkedHashMap<>();

    /** Loads them; if one cannot be loaded, the others are closed again. */
    static Models load(List<Path> files) {
        Models all = new Models();
        try {
            files.forEach(all::add);
            return all;
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    private void add(Path file) {
        ServedModel model = ServedModel.load(file);
        if (models.putIfAbsent(model.name(), model) != null) {
            model.close();
            throw DtnException.usage("two models are called %s; requests could not tell them apart, so rename a file"
                    .formatted(model.name()));
        }
    }

    List<ServedModel> all() {
        return new ArrayList<>(models.values());
    }

    /** The model of a name, the first one where there is none. */
    ServedModel get(@Nullable String name) {
        ServedModel model = name == null ? models.values().iterator().next() : models.get(name);
        if (model == null) {
            throw Problem.BAD_REQUEST.with(
                    "there is no model '%s'; loaded are %s".formatted(name, String.join(", ", models.keySet())));
        }
        return model;
    }

    @Override
    public void close() {
        models.values().forEach(ServedModel::close);
    }
}
