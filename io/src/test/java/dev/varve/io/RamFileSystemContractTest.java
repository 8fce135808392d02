package dev.varve.io;

import dev.varve.testing.FileSystemContract;
import java.io.IOException;
import java.nio.file.Path;

final class RamFileSystemContractTest extends FileSystemContract {
  @Override
  protected FileSystem newFileSystem(MemoryLedger memory) {
    return new RamFileSystem(memory);
  }

  @Override
  protected Path newDirectory(FileSystem files) throws IOException {
    Path directory = Path.of("/data");
    files.createDirectories(directory);
    return directory;
  }
}
