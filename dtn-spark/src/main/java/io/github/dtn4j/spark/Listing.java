package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.spark.Split.Ref;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What lies in a folder or an archive. Images of a folder and of zip files are in the order of their paths, in which that of a
 * zip file in a folder comes before those of its images; what tar files hold nobody knows before they are read.
 *
 * @param images that can be read one by one
 * @param tars the tar files
 */
record Listing(List<Ref> images, List<Split.Tar> tars) {
    /**
     * Lists a folder, without the parts that {@link FolderReader#isOwn} leaves out, or the images of one archive.
     *
     * @throws DtnException if there is no image in it
     */
    static Listing of(Storage source) throws IOException {
        Listing listing = new Listing(new ArrayList<>(), new ArrayList<>());
        if (source.isFolder()) {
            for (String file : source.files()) {
                if (FolderReader.isOwn(Path.of(file))) {
                    listing.add(source, file, file, file + "/");
                }
            }
        } else {
            listing.add(source, source.name(""), "", "");
        }
        if (listing.images.isEmpty() && listing.tars.isEmpty()) {
            throw DtnException.failure(
                    "%s holds no images (bmp, gif, jpeg, jpg, png, webp), nor a zip, tar or tar.gz file"
                            .formatted(source.root()));
        }
        listing.images.sort(Comparator.comparing(Ref::path));
        listing.tars.sort(Comparator.comparing(Split.Tar::file));
        return listing;
    }

    private void add(Storage source, String name, String file, String prefix) throws IOException {
        switch (FileKind.of(name)) {
            case IMAGE -> images.add(new Ref(name, file, null));
            case ZIP -> {
                try (ZipImages zip = new ZipImages(source, file)) {
                    images.addAll(zip.images(file, prefix));
                } catch (DtnException e) {
                    if (file.isEmpty()) {
                        throw e; // there is nothing else
                    }
                    images.add(Ref.damaged(file));
                }
            }
            case TAR, TAR_GZ -> tars.add(new Split.Tar(file, prefix));
            case OTHER -> {}
        }
    }

    /**
     * Divides the images among tasks: whole batches for each but the last, about as many for all.
     *
     * @param batch images of a batch
     * @param slots tasks that run at a time
     */
    List<Split> splits(int batch, int slots) {
        List<Split> splits = new ArrayList<>(tars);
        int batches = (images.size() + batch - 1) / batch;
        int tasks = Math.max(Math.min(batches, TASKS_A_SLOT * slots), batches / MOST_BATCHES);
        for (int task = 0; task < tasks; task++) {
            int from = (int) ((long) batches * task / tasks) * batch;
            int to = Math.min(images.size(), (int) ((long) batches * (task + 1) / tasks) * batch);
            splits.add(new Split.Files(new ArrayList<>(images.subList(from, to))));
        }
        return splits;
    }

    private static final int TASKS_A_SLOT = 4; // so that no slot idles for long at the end
    private static final int MOST_BATCHES = 16; // what is lost with a machine: some seconds to minutes of work
}
