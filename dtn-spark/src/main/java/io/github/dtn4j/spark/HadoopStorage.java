package io.github.dtn4j.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or folder on a Hadoop file system.
 *
 * @param root its path, which may begin with a scheme
 * @param hadoop where the file system is, and who may use it
 */
record HadoopStorage(String root, SerializableConfiguration hadoop) implements Storage {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HadoopStorage.class);
    private static final String UNFINISHED = "_temporary"; // readers of the folder pass over names that begin so

    private Path at(String path) {
        return path.isEmpty() ? new Path(root) : new Path(new Path(root), new Path(null, null, path));
    }

    @Override
    public Claim claim() {
        return () -> {};
    }

    private FileSystem fileSystem() throws IOException {
        return at("").getFileSystem(hadoop.value());
    }

    @Override
    public String location() throws IOException {
        return fileSystem().makeQualified(at("")).toString();
    }

    @Override
    public boolean isFile() throws IOException {
        return fileSystem().exists(at("")) && fileSystem().getFileStatus(at("")).isFile();
    }

    @Override
    public boolean isFolder() throws IOException {
        return fileSystem().exists(at("")) && fileSystem().getFileStatus(at("")).isDirectory();
    }

    @Override
    public List<String> files() throws IOException {
        FileStatus folder = fileSystem().getFileStatus(at(""));
        List<String> names = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> files = fileSystem().listFiles(folder.getPath(), true);
        while (files.hasNext()) {
            names.add(folder.getPath()
                    .toUri()
                    .relativize(files.next().getPath().toUri())
                    .getPath());
        }
        return names;
    }

    @Override
    public long size(String path) throws IOException {
        return fileSystem().getFileStatus(at(path)).getLen();
    }

    @Override
    public InputStream open(String path) throws IOException {
        return fileSystem().open(at(path));
    }

    @Override
    public SeekableByteChannel channel(String path) throws IOException {
        return new HadoopChannel(fileSystem().open(at(path)), size(path));
    }

    @Override
    public void begin() throws IOException {
        fileSystem().mkdirs(at(UNFINISHED));
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        FileContext context = FileContext.getFileContext(fileSystem().getUri(), hadoop.value());
        Path temporary = at(UNFINISHED + "/" + UUID.randomUUID());
        try (OutputStream out =
                context.create(temporary, EnumSet.of(CreateFlag.CREATE), CreateOpts.donotCreateParent())) {
            out.write(content);
        }
        context.mkdir(at(path).getParent(), null, true);
        context.rename(temporary, at(path), Rename.OVERWRITE);
    }

    @Override
    public boolean has(String path) throws IOException {
        return fileSystem().exists(at(path));
    }

    @Override
    public void end() {
        try {
            fileSystem().delete(at(UNFINISHED), true);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed, but all results are there", at(UNFINISHED), e);
        }
    }
}
