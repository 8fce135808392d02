package dev.varve.engine.version;

import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.FileNames;
import dev.varve.io.FileSystem;
import dev.varve.io.FirstFailure;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The log of version edits. {@code CURRENT} names the live one; when it has grown to several times
 * its state, the state goes to a new file and {@code CURRENT} is switched by a rename.
 *
 * <p>After a failed write the manifest refuses further ones with the first cause. Confined to one
 * thread or a lock.
 */
public final class Manifest implements AutoCloseable {
  /** Names the live manifest. */
  public static final String CURRENT = Current.NAME;

  private static final String PREFIX = "MANIFEST-";
  private static final int REWRITE_FACTOR = 4;
  private static final int REWRITE_AT_LEAST_BYTES = 64 << 10;

  private final FileSystem files;
  private final Path directory;
  private final ManifestState state;
  private final ManifestState.LeftFiles leftFiles;
  private final ByteWriter scratch = new ByteWriter(1 << 10);
  private final Crc32c checksum = new Crc32c(); // of the file so far
  private StorageFile file;
  private long number;
  private long length;
  private long durableLength;
  private long stateLength;
  private final FirstFailure failure = new FirstFailure();

  private Manifest(
      FileSystem files, Path directory, ManifestState state, ManifestState.LeftFiles leftFiles) {
    this.files = files;
    this.directory = directory;
    this.state = state;
    this.leftFiles = leftFiles;
  }

  /** Whether a name in an engine's directory is one that a manifest gives. */
  public static boolean owns(String name) {
    return name.equals(CURRENT) || name.equals(Current.TEMPORARY) || number(name) >= 0;
  }

  /** The number of a manifest of that name; -1 for every other name. */
  static long number(String name) {
    return FileNames.parse(name, PREFIX, "", Long.MAX_VALUE);
  }

  private static String name(long number) {
    return PREFIX + FileNames.number(number);
  }

  /**
   * Reads the live manifest.
   *
   * @throws CorruptionException if it is damaged
   * @throws dev.varve.io.UnsupportedFormatException if its format is newer than this release
   */
  public static FoundManifest read(FileSystem files, Path directory) throws IOException {
    Current current = Current.read(files, directory);
    return ManifestReader.read(files, directory.resolve(current.manifest()), current.close());
  }

  /**
   * Writes a new manifest that begins with a state, makes it the live one, and deletes the others.
   *
   * @param state taken over; later edits are added to it
   * @param leftFiles asked for removed tables before a new file is begun
   */
  public static Manifest create(
      FileSystem files, Path directory, ManifestState state, ManifestState.LeftFiles leftFiles)
      throws IOException {
    Manifest manifest = new Manifest(files, directory, state, leftFiles);
    if (files.exists(directory.resolve(CURRENT))) {
      manifest.number = number(Current.read(files, directory).manifest());
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

  /** The number of the live file; it grows. */
  public long number() {
    return number;
  }

  /** Where the last edit ends in the live file: all up to there is durable. */
  public long durableBytes() {
    return durableLength;
  }

  /**
   * Adds an edit and makes it durable.
   *
   * @throws IOException if that failed, now or earlier; whether the edit counts is then decided by
   *     the next open
   */
  public void append(VersionEdit edit) throws IOException {
    failure.throwIfPresent("the manifest failed before");
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
      failure.keep(cause);
      throw cause;
    }
  }

  /**
   * Closes, and says durably and outside of manifest and log how both end, so that it is noticed if
   * anything is missing later. After a failed write it only closes.
   *
   * @param logEnd the position behind the last record of the log, which is durable and closed
   */
  public void closeCleanly(long logEnd) throws IOException {
    try (StorageFile closing = file) {
      if (!failure.isPresent()) {
        closing.sync(); // the last mark
        new Current(name(number), new CleanClose(length, checksum.value(), logEnd))
            .write(files, directory);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void rewrite() throws IOException {
    state.forgetObsolete(leftFiles);
    String name;
    do {
      number++;
      name = name(number);
    } while (files.exists(directory.resolve(name))); // what a crash left, or somebody else's
    StorageFile next = files.create(directory.resolve(name));
    if (file != null) {
      file.close();
    }
    file = next;
    length = 0;
    checksum.reset();
    scratch.clear();
    ManifestLayout.writeHeader(scratch);
    ManifestLayout.writeRecord(scratch, ManifestLayout.KIND_EDIT, state.toEdit());
    writeAndSync();
    stateLength = length;
    files.syncDirectory(directory);
    new Current(name, null).write(files, directory);
    writeMark();
    for (String other : files.list(directory)) {
      if (number(other) >= 0 && !other.equals(name)) {
        files.delete(directory.resolve(other));
      }
    }
  }

  private void writeAndSync() throws IOException {
    write();
    file.sync();
    durableLength = length;
  }

  private void write() throws IOException {
    file.write(length, scratch.segment());
    length += scratch.length();
    checksum.update(scratch.array(), 0, scratch.length());
  }

  /** Not synced: a lost mark does no harm, and the next edit's sync covers it. */
  private void writeMark() throws IOException {
    scratch.clear();
    ManifestLayout.writeRecord(scratch, ManifestLayout.KIND_MARK, null);
    write();
  }
}
