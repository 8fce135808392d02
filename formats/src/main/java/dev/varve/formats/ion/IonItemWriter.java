package dev.varve.formats.ion;

import com.amazon.ion.IonType;
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
  private final IonLines lines;

  /** Writes to {@code target} in UTF-8, which is closed with this writer. Buffers. */
  public IonItemWriter(OutputStream target) {
    this(new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8)));
  }

  /** Writes to {@code target}, which is closed with this writer. */
  public IonItemWriter(Writer target) {
    lines = new IonLines(target);
  }

  @Override
  public void write(Item item) throws IOException {
    lines.ion().stepIn(IonType.STRUCT);
    lines.ion().setFieldName("Item");
    IonValues.write(lines.ion(), item.asMap());
    lines.ion().stepOut();
    lines.end();
  }

  @Override
  public void flush() throws IOException {
    lines.flush();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
