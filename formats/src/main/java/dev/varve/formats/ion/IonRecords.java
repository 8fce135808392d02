package dev.varve.formats.ion;

import com.amazon.ion.IonException;
import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.SpanProvider;
import com.amazon.ion.TextSpan;
import com.amazon.ion.system.IonReaderBuilder;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ItemFormatException;
import dev.varve.dynamodb.json.TextLines;
import dev.varve.formats.ItemRows.BrokenItemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The structs of a file of Ion. Where the first line of a text ends with a closing brace, as in
 * exports, each line is a record of its own, and a broken one does not keep the next from being
 * read; other text, and binary Ion, is read as far as it is Ion. For one thread.
 */
public abstract sealed class IonRecords implements AutoCloseable {
  /** What binary Ion begins with. */
  private static final byte[] BINARY = {(byte) 0xE0, 1, 0, (byte) 0xEA};

  /** The byte order mark in UTF-8. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** How far the first line is looked at for its end. */
  private static final int BEGINNING_BYTES = 1 << 20;

  /** Of the members of a record: what they hold may be a struct that holds the item. */
  private static final int OUTERMOST_LEVEL = -1;

  private static final IonReaderBuilder ION = IonReaderBuilder.standard();

  private long number;

  private IonRecords() {}

  /** Whether a file is Ion, by how it begins, without a byte order mark. */
  public static boolean begin(byte[] beginning) {
    int start = 0;
    while (start < beginning.length && " \t\r\n".indexOf(beginning[start]) >= 0) {
      start++;
    }
    byte[] version = {'$', 'i', 'o', 'n', '_'};
    return startsWith(beginning, 0, BINARY) || startsWith(beginning, start, version);
  }

  private static boolean startsWith(byte[] bytes, int offset, byte[] prefix) {
    int end = offset + prefix.length;
    return end <= bytes.length && Arrays.equals(bytes, offset, end, prefix, 0, prefix.length);
  }

  /** Begins to read a file, which is closed with this, and where this fails. */
  public static IonRecords of(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in, BEGINNING_BYTES);
    boolean done = false;
    try {
      buffered.mark(MARK.length);
      if (!Arrays.equals(buffered.readNBytes(MARK.length), MARK)) {
        buffered.reset();
      }
      buffered.mark(BEGINNING_BYTES);
      byte[] beginning = buffered.readNBytes(BEGINNING_BYTES);
      buffered.reset();
      boolean isLines = !startsWith(beginning, 0, BINARY) && firstLineIsWhole(beginning);
      IonRecords records = isLines ? new Lines(buffered) : new Document(buffered);
      done = true;
      return records;
    } finally {
      if (!done) {
        in.close();
      }
    }
  }

  private static boolean firstLineIsWhole(byte[] beginning) {
    byte last = 0;
    for (byte next : beginning) {
      if (next == '\n' && last != 0) {
        break;
      }
      if (next != ' ' && next != '\t' && next != '\r' && next != '\n') {
        last = next;
      }
    }
    return last == '}';
  }

  /**
   * The next record, or null at the end.
   *
   * @throws BrokenItemException if there is none; the next one can be read
   * @throws IOException if the rest cannot be read
   */
  public abstract IonRecord next() throws IOException;

  /** The line on which the record read last, or what is none, begins, from 1; 0 in binary Ion. */
  public abstract long line();

  /** Which of the records of the file was read last, broken ones among them, from 1. */
  public final long number() {
    return number;
  }

  /** Whether the line alone tells a record, as each has one of its own. */
  public abstract boolean isLines();

  @Override
  public abstract void close() throws IOException;

  /** The record that a reader stands at. */
  final IonRecord record(IonReader reader) throws BrokenItemException {
    number++;
    if (reader.getType() != IonType.STRUCT
        || reader.isNullValue()
        || reader.getTypeAnnotations().length > 0) {
      throw new BrokenItemException(
          "expected a struct, found "
              + (reader.getTypeAnnotations().length > 0 ? "an annotated value" : found(reader)),
          null);
    }
    IonValues values = new IonValues(reader);
    try {
      return new IonRecord(values.members(OUTERMOST_LEVEL));
    } catch (DynamoException wrong) {
      String path = values.path();
      throw new BrokenItemException(
          path.isEmpty() ? wrong.getMessage() : path + ": " + wrong.getMessage(), wrong);
    }
  }

  private static String found(IonReader reader) {
    return reader.isNullValue() ? "null" : IonValues.describe(reader.getType());
  }

  /** Counts what is no record at all. */
  final void skip() {
    number++;
  }

  /** What a parser says, without what speaks of its inside. */
  private static String reason(IonException malformed) {
    return "malformed Ion: "
        + String.valueOf(malformed.getMessage())
            .replaceAll("\\s*\\[state:[^\\]]*\\]", "")
            .replaceAll("\\s+", " ")
            .strip();
  }

  private static final class Lines extends IonRecords {
    private final TextLines lines;

    Lines(InputStream in) {
      lines = new TextLines(in);
    }

    @Override
    public IonRecord next() throws IOException {
      while (nextLine()) {
        boolean counted = false;
        try (IonReader reader = ION.build(lines.buffer(), lines.offset(), lines.length())) {
          if (reader.next() == null) {
            continue; // a comment, or the version alone
          }
          counted = true;
          IonRecord record = record(reader);
          if (reader.next() != null) {
            throw new BrokenItemException("unexpected text behind the item", null);
          }
          return record;
        } catch (IonException malformed) {
          if (!counted) {
            skip();
          }
          // The parser has seen nothing but this line.
          throw new BrokenItemException(
              reason(malformed).replaceAll("line \\d+ (?=offset)", ""), malformed);
        }
      }
      return null;
    }

    private boolean nextLine() throws IOException {
      try {
        return lines.next();
      } catch (ItemFormatException tooLong) {
        throw new IOException(tooLong.getMessage(), tooLong);
      }
    }

    @Override
    public long line() {
      return lines.lineNumber();
    }

    @Override
    public boolean isLines() {
      return true;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static final class Document extends IonRecords {
    private final InputStream in;
    private final IonReader reader;
    private long line;

    Document(InputStream in) throws IOException {
      this.in = in;
      try {
        reader = ION.build(in);
      } catch (IonException malformed) {
        throw unreadable(malformed);
      }
    }

    @Override
    public IonRecord next() throws IOException {
      try {
        leaveBrokenRecord();
        if (reader.next() == null) {
          return null;
        }
        SpanProvider spans = reader.asFacet(SpanProvider.class);
        TextSpan text = spans == null ? null : spans.currentSpan().asFacet(TextSpan.class);
        line = text == null ? 0 : text.getStartLine();
        return record(reader);
      } catch (IonException malformed) {
        throw unreadable(malformed);
      }
    }

    private void leaveBrokenRecord() throws IOException {
      for (int depth = reader.getDepth(); depth > 0; depth--) {
        reader.stepOut();
        if (reader.getDepth() >= depth) { // the reader waits for more to come
          throw new IOException("malformed Ion: it ends within an item");
        }
      }
    }

    /** The file's own failure, or what makes the rest of it unreadable. */
    private static IOException unreadable(IonException malformed) {
      return malformed.getCause() instanceof IOException failed
          ? failed
          : new IOException(reason(malformed), malformed);
    }

    @Override
    public long line() {
      return line;
    }

    @Override
    public boolean isLines() {
      return false;
    }

    @Override
    public void close() throws IOException {
      try (in) {
        reader.close();
      }
    }
  }
}
