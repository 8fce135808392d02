package dev.varve.formats.ion;

import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonTextWriterBuilder;
import com.amazon.ion.system.IonWriterBuilder.InitialIvmHandling;
import java.io.IOException;
import java.io.Writer;

/** Lines of text of Ion, each with a value that the version stands before. For one thread. */
final class IonLines implements AutoCloseable {
  private final Writer target;
  private final StringBuilder line = new StringBuilder();
  private final IonWriter ion;

  /** Writes to {@code target}, which is closed with this. */
  IonLines(Writer target) {
    this.target = target;
    this.ion =
        IonTextWriterBuilder.standard()
            .withInitialIvmHandling(InitialIvmHandling.ENSURE)
            .build(line);
  }

  /** Takes the value of the next line. */
  IonWriter ion() {
    return ion;
  }

  /** Writes the line. */
  void end() throws IOException {
    ion.finish(); // so that the next line begins with the version again
    target.append(line.toString().strip()).append('\n');
    line.setLength(0);
  }

  void flush() throws IOException {
    target.flush();
  }

  @Override
  public void close() throws IOException {
    try (target) {
      ion.close();
    }
  }
}
