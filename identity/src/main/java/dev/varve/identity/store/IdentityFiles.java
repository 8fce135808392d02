package dev.varve.identity.store;

import dev.varve.io.CorruptionException;
import dev.varve.io.FileSystem;
import dev.varve.io.FileSystem.FileLock;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The files in a database's directory that hold identities: {@code identity/identity} and {@code
 * identity/master-key}, of which nobody but their owner can read any. Files are replaced whole, so
 * that a reader sees the old or the new one. Thread-safe.
 */
final class IdentityFiles {
  private static final String DIRECTORY = "identity";
  private static final String NEW = ".new";
  private static final int LOCK_ATTEMPTS = 250;
  private static final long LOCK_PAUSE_MILLIS = 20;

  private final FileSystem files;
  private final Path directory;

  IdentityFiles(FileSystem files, Path database) {
    this.files = files;
    this.directory = database.resolve(DIRECTORY);
  }

  /**
   * The identity file.
   *
   * @param json not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(IdentityLayout.Header header, byte[] json) {}

  Path identityFile() {
    return directory.resolve("identity");
  }

  Path masterKeyFile() {
    return directory.resolve("master-key");
  }

  /** The header of the identity file, if there is one: another header, another file. */
  Optional<IdentityLayout.Header> header() throws IOException {
    byte[] header = read(identityFile(), IdentityLayout.HEADER_BYTES);
    return header == null
        ? Optional.empty()
        : Optional.of(IdentityLayout.header(header, identityFile()));
  }

  /** The identity file, if there is one. */
  Optional<Stored> read() throws IOException {
    byte[] all = read(identityFile(), IdentityLayout.HEADER_BYTES + IdentityLayout.MAX_BYTES);
    if (all == null) {
      return Optional.empty();
    }
    IdentityLayout.Header header = IdentityLayout.header(all, identityFile());
    int length = all.length - IdentityLayout.HEADER_BYTES;
    if (length != header.length()) {
      throw new CorruptionException(
          "identity file length",
          identityFile(),
          IdentityLayout.HEADER_BYTES,
          header.length() + " more bytes",
          length + " bytes");
    }
    byte[] json = new byte[length];
    System.arraycopy(all, IdentityLayout.HEADER_BYTES, json, 0, length);
    IdentityLayout.requireSound(header, all, json, identityFile());
    return Optional.of(new Stored(header, json));
  }

  /** Replaces the identity file. */
  IdentityLayout.Header write(long revision, byte[] json) throws IOException {
    byte[] bytes = IdentityLayout.encode(revision, json);
    replace(identityFile(), bytes);
    return IdentityLayout.header(bytes, identityFile());
  }

  /** The master key, if its file is there. */
  Optional<MasterKey> masterKey(SecureRandom random) throws IOException {
    byte[] bytes = read(masterKeyFile(), 1024);
    if (bytes == null) {
      return Optional.empty();
    }
    Optional<MasterKey> key = MasterKey.parse(new String(bytes, StandardCharsets.US_ASCII), random);
    if (key.isEmpty()) {
      throw new CorruptionException(
          "master key",
          masterKeyFile(),
          0,
          "64 hexadecimal digits",
          bytes.length + " bytes that are something else");
    }
    return key;
  }

  void writeMasterKey(MasterKey key) throws IOException {
    replace(masterKeyFile(), (key.text() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Makes the directory, if it is missing. */
  void makeDirectory() throws IOException {
    files.createDirectories(directory);
  }

  /**
   * Waits for the right to change the files, some seconds at most. The directory must be there.
   *
   * @throws IOException if somebody else does not give it
   */
  FileLock lock() throws IOException {
    Path path = directory.resolve("LOCK");
    for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      FileLock lock = files.tryLock(path, "process " + ProcessHandle.current().pid());
      if (lock != null) {
        return lock;
      }
      try {
        Thread.sleep(LOCK_PAUSE_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + path);
      }
    }
    throw new IOException("being changed: " + path + " is held by " + files.lockHolder(path));
  }

  /** The first bytes of a file; null if there is none. */
  private byte[] read(Path path, int most) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[(int) Math.min(most, file.length())];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    } catch (NoSuchFileException _) {
      return null; // nobody has made a key yet
    }
  }

  private void replace(Path path, byte[] bytes) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + NEW);
    if (files.exists(fresh)) {
      files.delete(fresh); // of somebody who did not come to the end
    }
    try (StorageFile file = files.createPrivate(fresh)) {
      file.write(0, MemorySegment.ofArray(bytes));
      file.sync();
    }
    files.rename(fresh, path);
    files.syncDirectory(directory);
  }
}
