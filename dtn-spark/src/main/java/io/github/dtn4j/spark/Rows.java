package io.github.dtn4j.spark;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of what is read and written. In what is written, the last one says why there is no result. */
final class Rows {
    static final String PATH = "path";
    static final String IMAGE = "image";

    /** A drawing: PNG bytes, null where there is a reason. */
    static final StructType DRAWINGS = new StructType()
            .add(PATH, DataTypes.StringType, false)
            .add(IMAGE, DataTypes.BinaryType, true)
            .add("rejected", DataTypes.StringType, true);

    /** A prepared face: 64 x 64 RGB pixels and f(x), both null where there is a reason. */
    static final StructType FACES = new StructType()
            .add(PATH, DataTypes.StringType, false)
            .add("person", DataTypes.StringType, false)
            .add("face", DataTypes.BinaryType, true)
            .add("code", DataTypes.createArrayType(DataTypes.FloatType, false), true)
            .add("rejected", DataTypes.StringType, true);

    private Rows() {}
}
