package dev.varve.dynamodb.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.varve.dynamodb.api.json.JsonIn;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.io.ByteReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Structures of the service's model as their JSON in UTF-8, for fields of records. */
public final class SettingsLayout {
  private static final JsonFactory JSON = new JsonFactory();

  private SettingsLayout() {}

  /** The JSON of a structure. */
  public static <T> byte[] encode(T structure, JsonOut.Writer<T> writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(out)) {
      writer.write(structure, new JsonOut(generator));
    } catch (IOException e) {
      throw new UncheckedIOException("an array refused bytes", e);
    }
    return out.toByteArray();
  }

  /** A decoder that refuses what is no such structure as corruption. */
  public static <T> TaggedFields.Decoder<T> decoder(String shape, JsonIn.Reader<T> reader) {
    return in -> decode(shape, reader, in);
  }

  private static <T> T decode(String shape, JsonIn.Reader<T> reader, ByteReader in)
      throws IOException {
    byte[] bytes = in.getBytes(in.remaining());
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != null) {
        T structure = reader.read(new JsonIn(parser));
        if (parser.nextToken() == null) {
          return structure;
        }
      }
      throw in.corrupt("one JSON object", bytes.length + " bytes with less or more");
    } catch (JsonProcessingException | DynamoException e) {
      throw in.corrupt("the JSON of a " + shape, String.valueOf(e.getMessage()));
    } catch (NullPointerException e) {
      throw in.corrupt("all members of a " + shape, "one is missing: " + e.getMessage());
    }
  }
}
