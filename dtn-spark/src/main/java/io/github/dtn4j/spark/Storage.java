package io.github.dtn4j.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.util.SerializableConfiguration;

/** A file, or a folder with all that lies below it, which has paths with slashes. It may be read and written on any machine. */
interface Storage extends Serializable {
    /**
     * What a path names: something on the disk of this machine, or on the Hadoop file system of its scheme ({@code hdfs://},
     * {@code s3a://}); without one, on the one that the cluster takes for granted.
     *
     * @throws IOException if the file system of the path cannot be reached
     */
    static Storage of(String path, Configuration hadoop) throws IOException {
        boolean schemed = path.matches("[A-Za-z][A-Za-z0-9+.-]*:/.*");
        if (path.startsWith("file:")) {
            return LocalStorage.of(new org.apache.hadoop.fs.Path(path).toUri().getPath());
        }
        if (!schemed && FileSystem.getDefaultUri(hadoop).getScheme().equals("file")) {
            return LocalStorage.of(path);
        }
        return new HadoopStorage(path, new SerializableConfiguration(hadoop));
    }

    /** As it was named. */
    String root();

    /** Where it is, or would be: the same for all names of one place. */
    String location() throws IOException;

    /**
     * The right to make the file or folder anew, which one job has at a time; on a Hadoop file system nobody holds it against
     * others, because nobody would end it for a job that was killed.
     *
     * @throws io.github.dtn4j.DtnException if another process has it
     */
    Claim claim();

    /** A right that ends when it is closed, or with the process. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /** What to call a file in it: its path, or where the root is the file, its name. */
    default String name(String path) {
        String folders = root().replaceFirst("/+$", "");
        return path.isEmpty() ? folders.substring(folders.lastIndexOf('/') + 1) : path;
    }

    boolean isFile() throws IOException;

    boolean isFolder() throws IOException;

    /** The paths of all files in the folder and its subfolders, in no order. */
    List<String> files() throws IOException;

    /** How many bytes a file has; its path is empty where the root is the file. */
    long size(String path) throws IOException;

    /** Reads a file from its beginning. */
    InputStream open(String path) throws IOException;

    /** Reads a file here and there. */
    SeekableByteChannel channel(String path) throws IOException;

    /** Makes the folder ready to be written, on one machine; {@link #end} ends that. */
    void begin() throws IOException;

    /**
     * Writes a file, which appears whole or not at all; the last of two writers wins.
     *
     * @throws IOException also where writing has ended: a task that is not needed any more may still be at work
     */
    void write(String path, byte[] content) throws IOException;

    /** True if there is such a file. */
    boolean has(String path) throws IOException;

    /** Removes what writers left behind that were killed, as far as that can be done. */
    void end();
}
