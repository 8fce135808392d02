package dev.varve.engine.version;

import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.FileNames;
import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The log of version edits. {@code CURRENT} names the live one; when it has grown to several times
 * its state, the state goes to a new file and {@code CURRENT} is switched by a rename.
 *
 * <p>After a failed write the manifest refuses further ones with the first cause. Confined to one
 * thread or a lock.
 */
public final class Manifest implements AutoCloseable {
  /** Names the live manifest. */
  public static final String CURRENT = "CURRENT";

  private static final String PREFIX = "MANIFEST-";
  private static final String TEMPORARY = "CURRENT.tmp";
  private static final int REWRITE_FACTOR = 4;
  private static final int REWRITE_AT_LEAST_BYTES = 64 << 10;

  private final FileSystem files;
  private final Path directory;
  private final ManifestState state;
  private final ByteWriter scratch = new ByteWriter(1 << 10);
  private StorageFile file;
  private long number;
  private long length;
  private long stateLength;
  private IOException failure;

  private Manifest(FileSystem files, Path directory, ManifestState state) {
    this.files = files;
    this.directory = directory;
    this.state = state;
  }

  /** Whether a name in an engine's directory is one that a manifest gives. */
  public static boolean owns(String name) {
    return name.equals(CURRENT) || name.equals(TEMPORARY) || number(name) >= 0;
  }

  /**
   * Reads the live manifest.
   *
   * @throws CorruptionException if it is damaged
   * @throws dev.varve.io.UnsupportedFormatException if its format is newer than this release
   */
  public static ManifestState read(FileSystem files, Path directory) throws IOException {
    return ManifestReader.read(files, directory.resolve(currentName(files, directory)));
  }

  /**
   * Writes a new manifest that begins with a state, makes it the live one, and deletes the others.
   *
   * @param state taken over; later edits are added to it
   */
  public static Manifest create(FileSystem files, Path directory, ManifestState state)
      throws IOException {
    Manifest manifest = new Manifest(files, directory, state);
    if (files.exists(directory.resolve(CURRENT))) {
      manifest.number = number(currentName(files, directory));
    }
    boolean written = false;
    try {
      manifest.rewrite();
      written = true;
    } finally {
      if (!written && manifest.file != null) {
        manifest.file.close();
      }
    }
    return manifest;
  }

  /** The sum of all edits so far. */
  public ManifestState state() {
    return state;
  }

  /**
   * Adds an edit and makes it durable.
   *
   * @throws IOException if that failed, now or earlier; whether the edit counts is then decided by
   *     the next open
   */
  public void append(VersionEdit edit) throws IOException {
    if (failure != null) {
      throw new IOException("the manifest failed before", failure);
    }
    try {
      scratch.clear();
      ManifestLayout.writeRecord(scratch, ManifestLayout.KIND_EDIT, edit);
      writeAndSync();
      String contradiction = state.apply(edit);
      if (contradiction != null) {
        throw new AssertionError(contradiction);
      }
      writeMark();
      if (length > REWRITE_AT_LEAST_BYTES && length > REWRITE_FACTOR * stateLength) {
        rewrite();
      }
    } catch (IOException cause) {
      failure = cause;
      throw cause;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void rewrite() throws IOException {
    String name;
    do {
      number++;
      name = PREFIX + FileNames.number(number);
    } while (files.exists(directory.resolve(name))); // what a crash left, or somebody else's
    StorageFile next = files.create(directory.resolve(name));
    if (file != null) {
      file.close();
    }
    file = next;
    length = 0;
    scratch.clear();
    ManifestLayout.writeHeader(scratch);
    ManifestLayout.writeRecord(scratch, ManifestLayout.KIND_EDIT, state.toEdit());
    writeAndSync();
    stateLength = length;
    files.syncDirectory(directory);
    switchCurrent(name);
    writeMark();
    for (String other : files.list(directory)) {
      if (number(other) >= 0 && !other.equals(name)) {
        files.delete(directory.resolve(other));
      }
    }
  }

  private void writeAndSync() throws IOException {
    file.write(length, scratch.segment());
    length += scratch.length();
    file.sync();
  }

  /** Not synced: a lost mark does no harm, and the next edit's sync covers it. */
  private void writeMark() throws IOException {
    scratch.clear();
    ManifestLayout.writeRecord(scratch, ManifestLayout.KIND_MARK, null);
    file.write(length, scratch.segment());
    length += scratch.length();
  }

  private void switchCurrent(String name) throws IOException {
    Path temporary = directory.resolve(TEMPORARY);
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    try (StorageFile current = files.create(temporary)) {
      current.write(
          0, MemorySegment.ofArray(currentLine(name).getBytes(StandardCharsets.US_ASCII)));
      current.sync();
    }
    files.rename(temporary, directory.resolve(CURRENT));
    files.syncDirectory(directory);
  }

  private static String currentName(FileSystem files, Path directory) throws IOException {
    Path path = directory.resolve(CURRENT);
    byte[] bytes;
    try (StorageFile current = files.openReadOnly(path)) {
      bytes = new byte[(int) Math.min(current.length(), 128)];
      current.read(0, MemorySegment.ofArray(bytes));
    }
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = line.indexOf(' ');
    String name = end < 0 ? "" : line.substring(0, end);
    if (number(name) < 0
        || !line.equals(currentLine(name))
        || !files.exists(directory.resolve(name))) {
      throw new CorruptionException(
          "CURRENT", path, 0, "the name of a manifest and its CRC-32C", line.strip());
    }
    return name;
  }

  /** The number of a manifest of that name; -1 for every other name. */
  private static long number(String name) {
    return FileNames.parse(name, PREFIX, "", Long.MAX_VALUE);
  }

  private static String currentLine(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return name + " " + HexFormat.of().toHexDigits(Crc32c.of(bytes, 0, bytes.length)) + "\n";
  }
}
