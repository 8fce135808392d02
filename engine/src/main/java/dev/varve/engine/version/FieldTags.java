package dev.varve.engine.version;

import dev.varve.io.ByteReader;
import dev.varve.io.UnsupportedFormatException;

/**
 * Tags of fields that later releases may add. Every field states its length, so that a reader can
 * pass over one that it does not know. Whether it may is the tag's to say: tags from {@value
 * #FIRST_SKIPPABLE} on may be passed over, tags below must be understood.
 */
final class FieldTags {
  static final int FIRST_SKIPPABLE = 64;

  private FieldTags() {}

  /**
   * Refuses a field that this release does not know and may not pass over.
   *
   * @param in stands in the file with the field
   * @param field its kind, for the message
   */
  static void requireSkippable(ByteReader in, String field, int tag)
      throws UnsupportedFormatException {
    if (tag < FIRST_SKIPPABLE) {
      throw new UnsupportedFormatException(in.file(), field + " " + tag);
    }
  }
}
