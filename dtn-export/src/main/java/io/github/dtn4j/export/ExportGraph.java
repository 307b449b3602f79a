package io.github.dtn4j.export;

import io.github.dtn4j.model.Graph;
import io.github.dtn4j.transfer.Computation;
import io.github.dtn4j.transfer.Computation.Port;
import java.util.List;

/** A graph that becomes a file: it also knows what goes in and what comes out. */
interface ExportGraph extends Graph {
    /** Adds the value that goes in; returns its name. */
    String input(Port port);

    /** Gives a value the name under which it comes out. */
    void output(Port port, String value);

    /** Takes down a whole computation. */
    default void add(Computation computation) {
        List<String> values = computation.describe(this, input(computation.input()));
        List<Port> outputs = computation.outputs();
        for (int i = 0; i < values.size(); i++) {
            output(outputs.get(i), values.get(i));
        }
    }
}
