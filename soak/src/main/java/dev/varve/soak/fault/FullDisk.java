package dev.varve.soak.fault;

import dev.varve.io.Access;
import dev.varve.io.FileSystem;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system that has no space left while it is told so: creating, growing and preallocating
 * files fail then, as a full disk lets them fail; overwriting, renaming and deleting go on.
 * Thread-safe.
 */
public final class FullDisk implements FileSystem {
  private final FileSystem files;
  private volatile boolean full;
  private volatile boolean refused;

  /** Puts a file system on a disk with space. */
  public FullDisk(FileSystem files) {
    this.files = files;
  }

  /** From now on the disk is full, or is not. */
  public void setFull(boolean full) {
    this.full = full;
  }

  /** Whether anything failed for lack of space. */
  public boolean hasRefused() {
    return refused;
  }

  @Override
  public StorageFile create(Path path) throws IOException {
    requireSpace(path);
    return new File(files.create(path));
  }

  @Override
  public StorageFile open(Path path) throws IOException {
    return new File(files.open(path));
  }

  @Override
  public StorageFile openReadOnly(Path path) throws IOException {
    return files.openReadOnly(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public void link(Path existing, Path link) throws IOException {
    requireSpace(link);
    files.link(existing, link);
  }

  @Override
  public void delete(Path path) throws IOException {
    files.delete(path);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return files.exists(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return files.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    if (!files.exists(directory)) {
      requireSpace(directory);
    }
    files.createDirectories(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    files.syncDirectory(directory);
  }

  @Override
  public FileLock tryLock(Path path, String holder) throws IOException {
    return files.tryLock(path, holder);
  }

  @Override
  public FileLock tryLockShared(Path path) throws IOException {
    return files.tryLockShared(path);
  }

  @Override
  public String lockHolder(Path path) {
    return files.lockHolder(path);
  }

  @Override
  public String bootId() {
    return files.bootId();
  }

  @Override
  public void reviewMemory() {
    files.reviewMemory();
  }

  @Override
  public boolean isInMemory() {
    return files.isInMemory();
  }

  @Override
  public long memoryRoom() {
    return files.memoryRoom();
  }

  private void requireSpace(Path path) throws IOException {
    if (full) {
      refused = true;
      throw new IOException(path + ": No space left on device");
    }
  }

  private final class File implements StorageFile {
    private final StorageFile file;

    File(StorageFile file) {
      this.file = file;
    }

    @Override
    public Path path() {
      return file.path();
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public void read(long position, MemorySegment target) throws IOException {
      file.read(position, target);
    }

    @Override
    public void write(long position, MemorySegment source) throws IOException {
      if (full && position + source.byteSize() > file.length()) {
        requireSpace(file.path());
      }
      file.write(position, source);
    }

    @Override
    public void preallocate(long length) throws IOException {
      if (full && length > file.length()) {
        requireSpace(file.path());
      }
      file.preallocate(length);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void sync(MemoryRegion mapping, long offset, long length) throws IOException {
      file.sync(mapping, offset, length);
    }

    @Override
    public MemoryRegion map(MapMode mode, long offset, long length, String owner, Access access)
        throws IOException {
      return file.map(mode, offset, length, owner, access);
    }

    @Override
    public void release(long offset, long length) throws IOException {
      file.release(offset, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
