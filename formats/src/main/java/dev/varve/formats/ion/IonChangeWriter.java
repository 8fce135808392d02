package dev.varve.formats.ion;

import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ChangeOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Writes a file of changed items in Ion's text, one per line, as DynamoDB's incremental exports
 * are:
 *
 * <pre>
 *  $ion_1_0 {Record:{Keys:{...},Metadata:{WriteTimestampMicros:...},OldImage:{...},NewImage:{...}}}
 * </pre>
 *
 * <p>For one thread.
 */
public final class IonChangeWriter implements ChangeOutput {
  private final IonLines lines;

  /** Writes to {@code target} in UTF-8, which is closed with this writer. Buffers. */
  public IonChangeWriter(OutputStream target) {
    lines =
        new IonLines(new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8)));
  }

  @Override
  public void write(long micros, Item keys, Item before, Item after) throws IOException {
    IonWriter ion = lines.ion();
    ion.stepIn(IonType.STRUCT);
    ion.setFieldName("Record");
    ion.stepIn(IonType.STRUCT);
    writeItem("Keys", keys);
    ion.setFieldName("Metadata");
    ion.stepIn(IonType.STRUCT);
    ion.setFieldName("WriteTimestampMicros");
    ion.writeDecimal(BigDecimal.valueOf(micros));
    ion.stepOut();
    writeItem("OldImage", before);
    writeItem("NewImage", after);
    ion.stepOut();
    ion.stepOut();
    lines.end();
  }

  private void writeItem(String name, Item item) throws IOException {
    if (item != null) {
      lines.ion().setFieldName(name);
      IonValues.write(lines.ion(), item.asMap());
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
