package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes scalars and images for TensorBoard: protocol buffers of the type {@code tensorflow.Event}, each framed as a
 * TFRecord (length, its masked CRC-32C, content, its masked CRC-32C; little-endian). Every call ends with the event in
 * the file, so that TensorBoard follows a run while it lasts.
 */
final class TensorBoardWriter implements AutoCloseable {
    /** Field numbers of event.proto and summary.proto. */
    private static final int EVENT_WALL_TIME = 1;

    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SESSION_LOG_STATUS = 1;
    private static final int STATUS_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int VALUE_IMAGE = 4;
    private static final int IMAGE_HEIGHT = 1;
    private static final int IMAGE_WIDTH = 2;
    private static final int IMAGE_COLOUR_SPACE = 3;
    private static final int IMAGE_ENCODED = 4;
    private static final int COLOUR_SPACE_RGB = 3;

    private final Path file;
    private final FileChannel channel;

    private TensorBoardWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins a new file in {@code folder}.
     *
     * @param firstStep what earlier files say from this step on is void; TensorBoard then hides it
     */
    static TensorBoardWriter create(Path folder, long firstStep) {
        String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.dtn4j", System.currentTimeMillis() / 1000);
        for (int again = 0; ; again++) { // two starts within a second
            Path file = folder.resolve(again == 0 ? name : name + "." + again);
            try {
                var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                TensorBoardWriter writer = new TensorBoardWriter(file, channel);
                writer.begin(firstStep);
                return writer;
            } catch (FileAlreadyExistsException taken) {
                // the next name, then
            } catch (IOException e) {
                throw DtnException.cannotWrite(file, e);
            }
        }
    }

    private void begin(long firstStep) {
        write(event(0).text(EVENT_FILE_VERSION, "brain.Event:2"));
        write(event(firstStep)
                .message(EVENT_SESSION_LOG, new ProtoMessage().integer(SESSION_LOG_STATUS, STATUS_START)));
    }

    void scalars(long step, Map<String, Double> values) {
        ProtoMessage summary = new ProtoMessage();
        values.forEach((tag, value) -> summary.message(
                SUMMARY_VALUE, new ProtoMessage().text(VALUE_TAG, tag).floating(VALUE_SIMPLE, value.floatValue())));
        write(event(step).message(EVENT_SUMMARY, summary));
    }

    void image(long step, String tag, byte[] png, int height, int width) {
        ProtoMessage image = new ProtoMessage()
                .integer(IMAGE_HEIGHT, height)
                .integer(IMAGE_WIDTH, width)
                .integer(IMAGE_COLOUR_SPACE, COLOUR_SPACE_RGB)
                .bytes(IMAGE_ENCODED, png);
        ProtoMessage value = new ProtoMessage().text(VALUE_TAG, tag).message(VALUE_IMAGE, image);
        write(event(step).message(EVENT_SUMMARY, new ProtoMessage().message(SUMMARY_VALUE, value)));
    }

    private static ProtoMessage event(long step) {
        return new ProtoMessage()
                .fixed64(EVENT_WALL_TIME, Double.doubleToRawLongBits(System.currentTimeMillis() / 1000.0))
                .integer(EVENT_STEP, step);
    }

    private void write(ProtoMessage event) {
        byte[] content = event.toBytes();
        ByteBuffer frame = ByteBuffer.allocate(content.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(content.length);
        frame.putInt(maskedCrc(frame.array(), 0, 8));
        frame.put(content);
        frame.putInt(maskedCrc(content, 0, content.length));
        frame.flip();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }

    /** CRC-32C, rotated and shifted as TFRecord has it, since a checksum over data with checksums in it is weak. */
    static int maskedCrc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }
}
