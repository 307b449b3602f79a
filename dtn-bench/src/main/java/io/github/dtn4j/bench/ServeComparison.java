package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The same photos through {@code dtn transfer} in this process and through {@code dtn serve} in another, one after the other. */
record ServeComparison(Path model, Path source, int clients, int seconds, int size, Consumer<String> say) {
    private static final int PHOTOS = 512;
    private static final int ROUNDS = 3;
    private static final int WARM_UP_SECONDS = 5;
    private static final Duration REST = Duration.ofSeconds(5);

    ServeFigures run() {
        Path folder = temporaryFolder();
        try {
            Path in = folder.resolve("in");
            Path out = folder.resolve("out");
            copyPhotos(in);
            double transfer = transfer(in, out);
            return load(read(in), transfer);
        } catch (IOException e) {
            throw DtnException.failure("cannot prepare the photos: " + DtnException.reason(e), e);
        } finally {
            remove(folder);
        }
    }

    /** Some of the photos, evenly picked. */
    private void copyPhotos(Path in) throws IOException {
        Files.createDirectories(in);
        try (PhotoList photos = PhotoList.open(source)) {
            int count = Math.min(PHOTOS, photos.count());
            for (int i = 0; i < count; i++) {
                int photo = (int) ((long) i * photos.count() / count);
                String name = photos.name(photo);
                Files.write(
                        in.resolve("%04d%s".formatted(i, name.substring(name.lastIndexOf('.')))), photos.read(photo));
            }
        }
    }

    /** Transfers all photos once to warm up, removes those that do not become drawings, then measures the rest. */
    private double transfer(Path in, Path out) throws IOException {
        List<Double> rates = new ArrayList<>();
        try (Translator translator = Translator.load(model)) {
            rate(translator, in, out);
            keepDrawable(in, out);
            for (int round = 0; round < ROUNDS; round++) {
                rates.add(rate(translator, in, out));
                say.accept("dtn transfer: %.1f images/s".formatted(rates.get(round)));
            }
        }
        return Median.of(rates);
    }

    private double rate(Translator translator, Path in, Path out) {
        return TransferJob.run(translator, Sources.fromEnvironment(), in.toString(), out, size, Progress.NONE)
                .imagesPerSecond();
    }

    private static void keepDrawable(Path in, Path out) throws IOException {
        for (Path file : files(in)) {
            String name = file.getFileName().toString();
            if (!Files.exists(out.resolve(name.substring(0, name.lastIndexOf('.')) + ".png"))) {
                Files.delete(file);
            }
        }
    }

    private static List<byte[]> read(Path in) throws IOException {
        List<byte[]> photos = new ArrayList<>();
        for (Path file : files(in)) {
            photos.add(Files.readAllBytes(file));
        }
        return photos;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private ServeFigures load(List<byte[]> photos, double transfer) {
        try (ServerProcess server = ServerProcess.start(model)) {
            say.accept("dtn serve: %d clients for %d s".formatted(clients, seconds));
            Load load = new Load(server.address(), photos, size);
            load.run(clients, WARM_UP_SECONDS);
            long before = server.residentMegabytes();
            Load.Result result = load.run(clients, seconds);
            long during = server.residentMegabytes();
            load.run(clients, Math.max(1, seconds / 4));
            pause();
            long after = server.residentMegabytes();
            return ServeFigures.of(result, transfer, before, during, after, clients, seconds, size);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(REST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("dtn-bench");
        } catch (IOException e) {
            throw DtnException.failure("no temporary folder can be made: " + DtnException.reason(e), e);
        }
    }

    private void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            say.accept("%s could not be removed: %s".formatted(folder, DtnException.reason(e)));
        }
    }
}
