package dev.varve.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Every file operation of the storage core goes through this interface, so that a test can lose
 * power at any operation.
 *
 * <p>A relative path is relative to the virtual machine's working directory. Names become durable
 * only by {@link #syncDirectory}; file contents and lengths only by {@link StorageFile#sync}.
 * Implementations are safe for use by many threads.
 */
public interface FileSystem {
  /**
   * The machine's own files.
   *
   * @param memory where mappings are entered
   */
  static FileSystem local(MemoryLedger memory) {
    return new LocalFileSystem(memory);
  }

  /**
   * Creates a file that did not exist, open for reading and writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   * @throws IOException if the file cannot be created
   */
  StorageFile create(Path path) throws IOException;

  /**
   * Creates a file as {@link #create} does, for a secret: where the system has permissions, nobody
   * but its owner may read or write it, from the beginning.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   * @throws IOException if the file cannot be created
   */
  default StorageFile createPrivate(Path path) throws IOException {
    return create(path);
  }

  /**
   * Opens an existing file for reading and writing.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if the file cannot be opened
   */
  StorageFile open(Path path) throws IOException;

  /**
   * Opens an existing file for reading; the handle refuses writes.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if the file cannot be opened
   */
  StorageFile openReadOnly(Path path) throws IOException;

  /**
   * Renames a file atomically, replacing {@code to} if it exists. Durable after the directory's
   * sync.
   */
  void rename(Path from, Path to) throws IOException;

  /** Gives an existing file a second name. Durable after the directory's sync. */
  void link(Path existing, Path link) throws IOException;

  /**
   * Removes a name. Open handles and mappings of the file stay usable.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if the name cannot be removed
   */
  void delete(Path path) throws IOException;

  /** Whether a file or directory of that name exists. */
  boolean exists(Path path) throws IOException;

  /** Names in a directory, without their parents, in ascending order. */
  List<String> list(Path directory) throws IOException;

  /**
   * Creates a directory and its missing parents; each new name is synced into its parent. Others
   * may create some of them at the same time.
   *
   * @throws java.nio.file.NotDirectoryException if a file has the name of one of them
   * @throws IOException if one cannot be created
   */
  void createDirectories(Path directory) throws IOException;

  /** Makes the names created, renamed and deleted in a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /**
   * Takes the exclusive lock that the named file stands for, creating the file if needed. The lock
   * ends with {@link FileLock#close} or with the process.
   *
   * @param holder the words that {@link #lockHolder} tells others, at most 200 bytes of UTF-8
   * @return the lock, or {@code null} if this or another process holds one, exclusive or shared
   */
  FileLock tryLock(Path path, String holder) throws IOException;

  /**
   * Takes a shared lock on the file that the name stands for, beside other shared locks. Writes
   * nothing. The lock ends as an exclusive one does.
   *
   * @return the lock, or {@code null} if this or another process holds the exclusive one
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  FileLock tryLockShared(Path path) throws IOException;

  /**
   * The words in which the holder of the exclusive lock described itself. A hint for messages:
   * empty if nobody holds the lock or the words cannot be read, and perhaps the words of a former
   * holder that was killed.
   */
  String lockHolder(Path path);

  /**
   * Identity of the running operating system instance. While it stays equal, everything a process
   * wrote is still in the system's page cache, synced or not, even if that process was killed;
   * after a power loss or reboot it differs.
   *
   * @return the identity, or an empty string where the system does not tell
   */
  String bootId();

  /**
   * Looks how much memory there is now, and lets mappings for {@link Access#POINT} have their pages
   * accordingly. To be called every second or so.
   */
  void reviewMemory();

  /**
   * Whether reads of mappings for {@link Access#POINT} are likely to find their pages in memory: as
   * far as {@link #reviewMemory} could tell when it looked last, there is room for all pages, and
   * hardly one in a hundred is missing. Always where files are memory.
   */
  default boolean isInMemory() {
    return true;
  }

  /**
   * Bytes of memory that this process may still take, pages of files that could give way included;
   * {@link Long#MAX_VALUE} where the system does not tell.
   */
  long memoryRoom();

  /** A lock, exclusive or shared; closing releases it. */
  interface FileLock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
