package dev.varve.formats.export;

import dev.varve.dynamodb.json.ChangeLineWriter;
import dev.varve.dynamodb.json.ItemLineWriter;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ChangeOutput;
import dev.varve.formats.ItemOutput;
import dev.varve.formats.ion.IonChangeWriter;
import dev.varve.formats.ion.IonItemWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/** The formats of exports, an item on each line. Named as the service names them. */
public enum LineFormat {
  /** {@code {"Item":{...}}}. */
  DYNAMODB_JSON(".json"),

  /** {@code $ion_1_0 {Item:{...}}}. */
  ION(".ion");

  private final String extension;

  LineFormat(String extension) {
    this.extension = extension;
  }

  /** How the names of such files end, but for what tells the compression. */
  public String extension() {
    return extension;
  }

  /** Begins a file in UTF-8. */
  public ItemOutput open(OutputStream target) throws IOException {
    return switch (this) {
      case DYNAMODB_JSON -> new JsonOutput(new ItemLineWriter(target));
      case ION -> new IonItemWriter(target);
    };
  }

  /** Begins a file. */
  public ItemOutput open(Writer target) throws IOException {
    return switch (this) {
      case DYNAMODB_JSON -> new JsonOutput(new ItemLineWriter(target));
      case ION -> new IonItemWriter(target);
    };
  }

  /** Begins a file of changes, {@code {"Keys":{...},"NewImage":{...}}}, in UTF-8. */
  public ChangeOutput openChanges(OutputStream target) throws IOException {
    return switch (this) {
      case DYNAMODB_JSON -> new JsonChangeOutput(new ChangeLineWriter(target));
      case ION -> new IonChangeWriter(target);
    };
  }

  private record JsonChangeOutput(ChangeLineWriter lines) implements ChangeOutput {
    @Override
    public void write(long micros, Item keys, Item before, Item after) throws IOException {
      lines.write(micros, keys, before, after);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private record JsonOutput(ItemLineWriter lines) implements ItemOutput {
    @Override
    public void write(Item item) throws IOException {
      lines.write(item);
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
}
