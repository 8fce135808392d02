package dev.varve.tools.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.json.ItemJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of a manifest of an export to S3.
 *
 * @param members its strings and numbers by name
 */
record ExportManifest(Map<String, String> members) {
  /**
   * Reads the entries of a manifest, which the checksum beside it vouches for if there is one.
   *
   * @param name the manifest's without {@code .json}
   * @throws IOException if it is damaged; the message names it
   */
  static List<ExportManifest> read(Path folder, String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    byte[] bytes = Files.readAllBytes(file);
    Path checksum = folder.resolve(name + ".md5");
    if (Files.exists(checksum)) {
      String actual = Base64.getEncoder().encodeToString(Md5.digest().digest(bytes));
      String expected = Files.readString(checksum).strip();
      if (!actual.equals(expected)) {
        throw new IOException(
            file
                + ": the file is damaged: its MD5 is "
                + actual
                + ", "
                + checksum.getFileName()
                + " says "
                + expected);
      }
    }
    List<ExportManifest> entries = new ArrayList<>();
    try (JsonParser parser = ItemJson.parser(bytes, 0, bytes.length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw new IOException(file + ": it is no manifest: it holds something beside objects");
        }
        entries.add(entry(parser));
      }
    } catch (JsonProcessingException broken) {
      throw new IOException(file + ": " + ItemJson.malformed(broken).getMessage(), broken);
    }
    return entries;
  }

  private static ExportManifest entry(JsonParser parser) throws IOException {
    Map<String, String> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
        members.put(name, parser.getText());
      }
      parser.skipChildren();
    }
    return new ExportManifest(members);
  }

  /** A string, or the empty one if it is not there. */
  String text(String name) {
    return members.getOrDefault(name, "");
  }

  /** A count, or -1 if it is not there or none. */
  long count(String name) {
    String digits = text(name);
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
  }
}
