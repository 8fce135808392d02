package dev.varve.formats.ion;

import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonTextWriterBuilder;
import com.amazon.ion.system.IonWriterBuilder.InitialIvmHandling;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a file of items in Ion's text, one {@code $ion_1_0 {Item:{...}}} per line, as DynamoDB's
 * exports are. For one thread.
 */
public final class IonItemWriter implements ItemOutput {
  private final Writer target;
  private final StringBuilder line = new StringBuilder();
  private final IonWriter ion;

  /** Writes to {@code target} in UTF-8, which is closed with this writer. Buffers. */
  public IonItemWriter(OutputStream target) {
    this(new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8)));
  }

  /** Writes to {@code target}, which is closed with this writer. */
  public IonItemWriter(Writer target) {
    this.target = target;
    this.ion =
        IonTextWriterBuilder.standard()
            .withInitialIvmHandling(InitialIvmHandling.ENSURE)
            .build(line);
  }

  @Override
  public void write(Item item) throws IOException {
    line.setLength(0);
    ion.stepIn(IonType.STRUCT);
    ion.setFieldName("Item");
    IonValues.write(ion, item.asMap());
    ion.stepOut();
    ion.finish(); // so that the next line begins with the version again
    target.append(line.toString().strip()).append('\n');
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void close() throws IOException {
    try (target) {
      ion.close();
    }
  }
}
