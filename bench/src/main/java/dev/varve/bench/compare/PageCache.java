package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Drops files from the operating system's page cache, through {@code posix_fadvise}. */
final class PageCache {
  private static final int O_RDONLY = 0;
  private static final int DONT_NEED = 4; // POSIX_FADV_DONTNEED on Linux
  private static final Linker LINKER = Linker.nativeLinker();

  private PageCache() {}

  /**
   * Drops the pages of all files below a folder, which are brought to storage first; they must not
   * be mapped.
   *
   * @throws IOException if the system has no such call or refuses
   */
  static void drop(Path folder) throws IOException {
    MethodHandle open =
        handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle advise =
        handle(
            "posix_fadvise",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    MethodHandle close =
        handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    for (Path file : Folders.files(folder)) {
      try (FileChannel channel = FileChannel.open(file)) {
        channel.force(true); // a page that is not on storage stays
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocateFrom(file.toString());
        int descriptor = (int) open.invokeExact(name, O_RDONLY);
        if (descriptor < 0) {
          throw new IOException("cannot open " + file + " to drop it from the page cache");
        }
        int refused = (int) advise.invokeExact(descriptor, 0L, 0L, DONT_NEED);
        int ignored = (int) close.invokeExact(descriptor);
        if (refused != 0) {
          throw new IOException(file + ": the page cache keeps it, error " + refused);
        }
      } catch (IOException failed) {
        throw failed;
      } catch (Throwable failed) {
        throw new IOException("cannot drop " + file + " from the page cache", failed);
      }
    }
  }

  @SuppressWarnings("restricted") // what the call does is above
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) throws IOException {
    Optional<MemorySegment> symbol = LINKER.defaultLookup().find(name);
    if (symbol.isEmpty()) {
      throw new IOException("a cold page cache cannot be had here: the system has no " + name);
    }
    return LINKER.downcallHandle(symbol.get(), descriptor, options);
  }
}
