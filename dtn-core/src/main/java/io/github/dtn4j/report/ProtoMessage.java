package io.github.dtn4j.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A protocol buffer message in the making: the four kinds of field that events need. */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ProtoMessage integer(int field, long value) {
        return key(field, VARINT).varint(value);
    }

    ProtoMessage fixed64(int field, long bits) {
        return key(field, FIXED64).littleEndian(bits, 8);
    }

    ProtoMessage floating(int field, float value) {
        return key(field, FIXED32).littleEndian(Float.floatToRawIntBits(value), 4);
    }

    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toBytes());
    }

    ProtoMessage bytes(int field, byte[] value) {
        key(field, LENGTH_DELIMITED).varint(value.length).bytes.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private ProtoMessage key(int field, int wireType) {
        return varint((long) field << 3 | wireType);
    }

    private ProtoMessage varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    private ProtoMessage littleEndian(long bits, int length) {
        for (int i = 0; i < length; i++) {
            bytes.write((int) (bits >>> (8 * i)));
        }
        return this;
    }
}
