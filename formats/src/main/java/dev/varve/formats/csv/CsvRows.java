package dev.varve.formats.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows of separated values in UTF-8 (RFC 4180): a value may stand in double quotes, which are
 * doubled within it, and then hold delimiters and line ends. Blank lines are passed over. For one
 * thread.
 */
final class CsvRows implements AutoCloseable {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int END = -1;

  /** No row with a legal item is longer. */
  private static final int MOST_CHARS = 16 << 20;

  private final Reader in;
  private final char delimiter;
  private long line = 1;
  private long rowLine;
  private int rowChars;
  private int next;

  /** Reads from a stream in UTF-8, which is closed with this, and where this fails. */
  CsvRows(InputStream in, char delimiter) throws IOException {
    this(
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        delimiter);
  }

  /** Reads from a text, which is closed with this, and where this fails. */
  CsvRows(Reader text, char delimiter) throws IOException {
    this.in = new BufferedReader(text);
    this.delimiter = delimiter;
    boolean done = false;
    try {
      next = read();
      if (next == BYTE_ORDER_MARK) {
        next = read();
      }
      done = true;
    } finally {
      if (!done) {
        in.close();
      }
    }
  }

  /** A row is none, and the next one can be read. */
  static final class BrokenRowException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenRowException(String reason) {
      super(reason);
    }
  }

  /** The line on which the row read last begins, from 1. */
  long line() {
    return rowLine;
  }

  /**
   * The values of the next row, or null at the end.
   *
   * @throws BrokenRowException if a quote stands where it must not
   * @throws IOException if the rest cannot be read
   */
  List<String> next() throws IOException {
    while (next == '\n' || next == '\r') {
      advance();
    }
    rowLine = line;
    if (next == END) {
      return null;
    }
    List<String> values = new ArrayList<>();
    String fault = null;
    rowChars = 0;
    while (true) {
      StringBuilder value = new StringBuilder();
      if (next == '"') {
        addQuoted(value);
        if (!atEndOfValue()) {
          addPlain(value);
          fault = "text behind a closing quote";
        }
      } else if (addPlain(value)) {
        fault = "a quote within a value that does not begin with one";
      }
      values.add(value.toString());
      if (next != delimiter) {
        break;
      }
      advance();
    }
    if (fault != null) {
      throw new BrokenRowException(fault);
    }
    return values;
  }

  private boolean atEndOfValue() {
    return next == delimiter || next == '\n' || next == '\r' || next == END;
  }

  /** Reads a value without quotes; returns whether there is one in it all the same. */
  private boolean addPlain(StringBuilder value) throws IOException {
    boolean hasQuote = false;
    while (!atEndOfValue()) {
      hasQuote |= next == '"';
      addNext(value);
    }
    return hasQuote;
  }

  private void addQuoted(StringBuilder value) throws IOException {
    advance();
    while (next != END) {
      if (next == '"') {
        advance();
        if (next != '"') {
          return;
        }
      }
      addNext(value);
    }
    throw new IOException("line " + rowLine + ": a quoted value does not end");
  }

  private void addNext(StringBuilder value) throws IOException {
    value.append((char) next);
    if (++rowChars > MOST_CHARS) {
      throw new IOException(
          "line " + rowLine + ": a row has more than " + MOST_CHARS + " characters");
    }
    advance();
  }

  private void advance() throws IOException {
    if (next == '\n') {
      line++;
    }
    next = read();
  }

  private int read() throws IOException {
    try {
      return in.read();
    } catch (CharacterCodingException wrong) {
      // The decoder is ahead of what was read.
      throw new IOException("the text is not in UTF-8, on line " + line + " or behind it", wrong);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
