package dev.varve.tools.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'Item':{'id':{'S':'a'}}} | lines of WrappedItem, TOLERANT",
        "{'Item':{'id':'a'}} | lines of WrappedItem, PLAIN",
        "{'Metadata':{'t':{'N':'1'}},'Item':{'id':{'S':'a'}}} | lines of WrappedItem, TOLERANT",
        "{'item':{'id':{'s':'a'}}} | lines of WrappedItem, TOLERANT",
        "{~n 'Item':{'id':{'S':'a'}}~n} | document of WrappedItem, TOLERANT",
        "{'id':{'S':'a'}} | lines of BareItem, TOLERANT",
        "{'id':'a','v':1} | lines of BareItem, PLAIN",
        "{'v':1,'id':'a'} | lines of BareItem, PLAIN",
        "{'v':{'S':'x'},'id':'a'} | lines of BareItem, PLAIN",
        "{'id':'a','Item':{'name':'sword'}} | lines of BareItem, PLAIN",
        "{'id':{'S':'a'},'Items':{'L':[]}} | lines of BareItem, TOLERANT",
        "[{'id':'a'}] | document of BareItem, PLAIN",
        "[] | document of BareItem, TOLERANT",
        "[{'Item':{'id':{'S':'a'}}}] | document of WrappedItem, TOLERANT",
        "[{'PutRequest':{'Item':{'id':{'S':'a'}}}}] | document of WriteRequest, TOLERANT",
        "{'Items':[{'id':{'S':'a'}}],'Count':1} | document of ItemList, TOLERANT",
        "{'Items':[{'id':'a'}],'Count':1} | document of ItemList, PLAIN",
        "{'Items':[],'Count':0} | document of ItemList, TOLERANT",
        "{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]} | document of TablesFormat, TOLERANT",
        "{'T':[{'DeleteRequest':{'Key':{'id':'a'}}}]} | document of TablesFormat, PLAIN",
        "{'Items':[{'PutRequest':{'Item':{'id':'a'}}}]} | document of TablesFormat, PLAIN",
        "{'RequestItems':{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}} | document of TablesFormat, TOLERANT",
        "{'Responses':{'T':[{'id':{'S':'a'}}]}} | document of TablesFormat, TOLERANT",
        "{'Keys':{'id':{'S':'a'}},'NewImage':{'id':{'S':'a'}}} | lines of ChangeRecord, TOLERANT",
        "{'Metadata':{},'Keys':{'id':{'S':'a'}}} | lines of ChangeRecord, TOLERANT",
        "{'ModelName':'M','DataModel':[{'TableName':'T'}]} | document of WorkbenchModel, TOLERANT",
        "{'Item':{'id':{'S':'a'}}}{'Item':{'id':{'S':'b'}}} | document of WrappedItem, TOLERANT",
        "{'id':'a'} \t{'id':'b'}~n | document of BareItem, PLAIN",
        "{'Item':{'id':{'S':'a'}}} x~n{'Item':{'id':{'S':'b'}}} | lines of WrappedItem, TOLERANT",
        "{'Item':{~n{'Item':{'id':'a'}} | lines of WrappedItem, PLAIN",
        "nonsense~n{'id':'a'} | lines of BareItem, PLAIN",
        "~n  ~n | lines of WrappedItem, TOLERANT",
        "{'id': | lines of BareItem, TOLERANT",
        "$ion_1_0 {Item:{id:'a'}} | structs of Ion",
        "~n$ion_1_0~n{Item:{id:'a'}} | structs of Ion",
        "id,v~na,1 | rows separated by ','",
        "'v','id'~na,1 | rows separated by ','",
        "a,b;id;c;d~n1;2;3;4 | rows separated by ';'",
        "id\tv | rows separated by '\t'",
        "id~na | rows separated by ','"
      })
  void formatsAreToldByTheirBeginning(String text, String layout) throws IOException {
    assertEquals(layout, Layout.detect(bytes(text), Optional.of("id")).toString());
  }

  @Test
  void aKeyNamedLikeAWrapperIsAKey() throws IOException {
    assertEquals(
        "lines of WrappedItem, TOLERANT",
        Layout.detect(bytes("{'Item':{'Item':{'S':'a'}}}"), Optional.of("Item")).toString());
    assertEquals(
        "lines of BareItem, TOLERANT",
        Layout.detect(bytes("{'Item':{'S':'a'}}"), Optional.of("Item")).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "key,v~na,1 | it looks like CSV, but its first line does not name the partition key id",
        "name\tv | it looks like CSV",
        "<html> | it looks like XML",
        "hello | it is no JSON object or array: it begins with 'hello'",
        "{'id':'a'},~n{'id':'b'} | it is no JSON: there is a comma behind the first item"
      })
  void otherFormatsAreNamed(String text, String reason) {
    FormatException refused =
        assertThrows(FormatException.class, () -> Layout.detect(bytes(text), Optional.of("id")));
    assertTrue(refused.getMessage().startsWith(reason), refused.getMessage());
  }

  @Test
  void utf16IsNamedWithAndWithoutAMark() {
    for (byte[] text :
        List.of(
            "\uFEFF{}".getBytes(StandardCharsets.UTF_16LE),
            "\uFEFF{}".getBytes(StandardCharsets.UTF_16BE),
            "[{}]".getBytes(StandardCharsets.UTF_16LE),
            "{}".getBytes(StandardCharsets.UTF_16BE))) {
      FormatException refused =
          assertThrows(FormatException.class, () -> Layout.detect(text, Optional.empty()));
      assertTrue(refused.getMessage().startsWith("it looks like UTF-16; "), refused.getMessage());
    }
  }

  @Test
  void theBeginningOfALongFileIsEnough() throws IOException {
    String items = "{'id':'" + "x".repeat(1000) + "','ok':true}";
    String list = "[" + (items + ",\n").repeat(1100) + items + "]";
    for (int cut = 0; cut < 60; cut++) {
      byte[] beginning = Arrays.copyOfRange(bytes(list), 0, Layout.BEGINNING_BYTES - cut);
      FormatDetector detector = new FormatDetector(beginning, false, Optional.of("id"));
      assertEquals("document of BareItem, PLAIN", detector.detect().toString());
    }
  }

  @Test
  void aBrokenItemOfADocumentIsPassedOverAndNamed() throws IOException {
    String text =
        "{'Items':[\n{'id':{'S':'a'}},\n{'id':{'S':'b'},'l':{'L':[{'M':{'x':{'N':'y'}}}]},'z':{'S':''}},\n5,{'id':{'S':'c'}}]}";
    assertEquals(
        List.of(
            "put {\"id\":{\"S\":\"a\"}}",
            "f:3: item 2: l.0.x: The parameter cannot be converted to a numeric value: y",
            "f:4: item 3: expected an item, found a number",
            "put {\"id\":{\"S\":\"c\"}}"),
        read(text, "T"));
  }

  @Test
  void aDocumentThatBreaksOffIsAnErrorWithItsLine() {
    FormatException broken =
        assertThrows(
            FormatException.class, () -> read("{'Items':[\n{'id':{'S':'a'}},\n{'id'", "T"));
    assertTrue(
        broken.getMessage().startsWith("line 3: malformed JSON at column "), broken.getMessage());
  }

  @Test
  void aLineIsTakenWholeOrNotAtAll() throws IOException {
    assertEquals(
        List.of(
            "put {\"id\":{\"S\":\"a\"}}",
            "f:2: unexpected text behind the item",
            "f:3: Item occurs twice",
            "put {\"id\":{\"S\":\"d\"}}"),
        read(
            "{'Item':{'id':{'S':'a'}}}\n{'Item':{'id':{'S':'b'}}} {}\n"
                + "{'Item':{'id':{'S':'c'}},'Item':{'id':{'S':'c'}}}\n{'Item':{'id':{'S':'d'}}}",
            "T"));
  }

  @Test
  void documentsFollowEachOther() throws IOException {
    String request = "{\n'RequestItems':{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}}\n";
    assertEquals(
        List.of("put {\"id\":{\"S\":\"a\"}}", "put {\"id\":{\"S\":\"a\"}}"),
        read(request + request, "T"));
    assertEquals(List.of(), read(request, "U"));
  }

  @Test
  void documentsMayFollowEachOtherOnOneLine() throws IOException {
    assertEquals(
        List.of("put {'id':{'S':'a'}}", "put {'id':{'S':'b'}}", "put {'id':{'S':'c'}}"),
        quoted("{'Item':{'id':{'S':'a'}}}{'Item':{'id':{'S':'b'}}}\n{'Item':{'id':{'S':'c'}}}"));
  }

  /** First the text, then what is broken in it; the rest of it may be read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'RequestItems':{'T':{'PutRequest':{'Item':{'id':{'S':'a'}}}}}} | f:1: item 1: T: expected an array, found an object",
        "{'Responses':{'T':'x'}} | f:1: item 1: T: expected an array, found a string",
        "{'RequestItems':{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}}~n{'PutRequest':{'Item':{'id':{'S':'b'}}}} | f:2: item 2: PutRequest: expected an array, found an object",
        "{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}~n{'Item':{'id':{'S':'b'}}} | f:2: item 2: Item: expected an array, found an object",
        "{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}~n{'id':'b'} | f:2: item 2: expected {'Table':[...]}",
        "{'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}],'U':{'PutRequest':{}}} | f:1: item 2: U: expected an array, found an object",
        "{'DataModel':[{'TableName':'T','TableData':{'id':{'S':'a'}}}]} | f:1: item 1: TableData: expected an array, found an object",
        "{'DataModel':[{'TableName':'T','TableData':[]},[]]} | f:1: item 1: expected a table, found an array",
        "{'DataModel':[]}~n{'id':{'S':'a'}} | f:2: item 1: expected {'DataModel':[...]}",
        "{'Items':{'id':{'S':'b'}},'Items':[{'id':{'S':'a'}}]} | f:1: item 2: expected {'Items':[...]}",
        "{'PutRequest':{'Item':{'id':{'S':'a'}},'Item':{'id':{'S':'b'}}}} | f:1: Item occurs twice",
        "{'DeleteRequest':{'Key':{'id':{'S':'a'}},'Key':{'id':{'S':'b'}}}} | f:1: Key occurs twice",
        "{'PutRequest':{'Item':{'id':{'S':'a'}}},'DeleteRequest':[]} | f:1: DeleteRequest: expected an object, found an array",
        "{'Keys':{'id':{'S':'a'}},'NewImage':{'id':{'S':'a'}},'NewImage':{'id':{'S':'b'}}} | f:1: NewImage occurs twice",
        "{'Keys':{'id':{'S':'a'}},'Metadata':{},'Keys':{'id':{'S':'b'}}} | f:1: Keys occurs twice",
        "{'Keys':{'id':{'S':'a'},'x':5},'NewImage':{'id':{'S':'a'}}} | f:1: x: Unexpected value type in payload"
      })
  void whatIsNotWhereItBelongsIsBroken(String text, String broken) throws IOException {
    List<String> seen = new ArrayList<>(quoted(text.replace("~n", "\n")));
    if (text.startsWith("{'Keys'") || text.contains(" occurs ")) {
      assertEquals(List.of(), seen.stream().filter(line -> !line.startsWith("f:")).toList());
    }
    assertTrue(seen.contains(broken), seen.toString());
  }

  @Test
  void whatIsNullIsAbsent() throws IOException {
    assertEquals(
        List.of("put {'id':{'S':'a'}}"),
        quoted(
            "{'UnprocessedItems':{'U':null,'T':[{'PutRequest':{'Item':{'id':{'S':'a'}}},'DeleteRequest':null}]},'ItemCollectionMetrics':{}}"));
    assertEquals(List.of(), quoted("{'UnprocessedItems':{}}"));
    assertEquals(List.of(), quoted("{'DataModel':[{'TableName':'T','TableData':null}]}"));
  }

  @Test
  void rowsAreItemsWithTheirLines() throws IOException {
    assertEquals(
        List.of(
            "put {'id':{'S':'a'},'n':{'N':'1'}}",
            "f:4: the row has 1 values, the header 2 names",
            "f:5: n: The parameter cannot be converted to a numeric value: x",
            "put {'id':{'S':'two~nlines'},'n':{'N':'2'}}"),
        quoted("id,n\na,1\n\nb\nc,x\n'two\nlines',2\n").stream()
            .map(line -> line.replace("\\n", "~n"))
            .toList());
    assertEquals(
        "line 2: a quoted value does not end",
        assertThrows(FormatException.class, () -> quoted("id,n\n'a,1\n")).getMessage());
    assertEquals(
        "a column's name stands twice in the header: [id, n, id]",
        assertThrows(FormatException.class, () -> quoted("id,n,id\n")).getMessage());
  }

  @Test
  void structsOfIonAreItemsOrHoldThem() throws IOException {
    assertEquals(
        List.of(
            "put {'id':{'S':'a'}}",
            "put {'id':{'S':'b'},'Item':{'M':{}}}",
            "put {'id':{'S':'c'},'v':{'N':'1'}}",
            "delete {'id':{'S':'d'}}",
            "put {'id':{'S':'e'}}",
            "f:7: NewImage: expected a struct",
            "put {'v':{'N':'1'}}",
            "f:9: expected {Item:{...}}",
            "f:10: v: the name occurs twice"),
        quoted(
            """
            $ion_1_0 {Item:{id:"a"}}
            $ion_1_0 {id:"b",Item:{}}
            $ion_1_0 {Record:{Metadata:{WriteTimestampMicros:1.},Keys:{id:"c"},NewImage:{id:"c",v:1.}}}
            $ion_1_0 {Record:{Metadata:{},Keys:{id:"d"},OldImage:{id:"d"}}}
            $ion_1_0 {Keys:{id:"e"},NewImage:{id:"e"}}

            $ion_1_0 {Record:{Metadata:{},Keys:{id:"f"},NewImage:5}}
            $ion_1_0 {v:1}
            $ion_1_0 {Item:null}
            $ion_1_0 {id:"g",v:1,v:1}
            """));
  }

  private static List<String> quoted(String text) throws IOException {
    return read(text, "T").stream().map(line -> line.replace('"', '\'')).toList();
  }

  @Test
  void whatIsDeletedIsDeleted() throws IOException {
    assertEquals(
        List.of("delete {\"id\":{\"S\":\"a\"}}", "f:2: item 2: the request has no Item"),
        read(
            "{'T':[{'DeleteRequest':{'Key':{'id':{'S':'a'}}}},\n{'PutRequest':{'Itm':{}}}]}", "T"));
    assertEquals(
        List.of(
            "delete {\"id\":{\"S\":\"a\"}}",
            "put {\"id\":{\"S\":\"b\"}}",
            "f:3: expected {\"Keys\":{...}} and, unless the item was deleted, NewImage"),
        read(
            """
            {'Keys':{'id':{'S':'a'}},'NewImage':null,'OldImage':{'id':{'S':'a'}}}
            {'NewImage':{'id':{'S':'b'}},'Keys':{'id':{'S':'b'}}}
            {'NewImage':{'id':{'S':'b'}}}
            """,
            "T"));
  }

  @Test
  void modelsTellTheKeysOfTheirTables() throws IOException {
    byte[] model =
        bytes(
            "{'DataModel':[{'TableName':'A','KeyAttributes':{'PartitionKey':{'AttributeName':'p','AttributeType':'S'},"
                + "'SortKey':{'AttributeName':'s','AttributeType':'N'}},'TableData':[]},{'TableName':'B'}]}");
    Layout layout = Layout.detect(model, Optional.empty());
    assertEquals(
        "{A=Optional[TableKey[partitionKey=KeyAttribute[name=p, type=S],"
            + " sortKey=Optional[KeyAttribute[name=s, type=N]]]], B=Optional.empty}",
        layout.tables(new ByteArrayInputStream(model)).toString());
  }

  private static List<String> read(String text, String table) throws IOException {
    byte[] file = bytes(text);
    List<String> seen = new ArrayList<>();
    Layout.detect(file, Optional.of("id"))
        .read(
            new ByteArrayInputStream(file),
            new Wanted(table, Map.of("n", AttributeType.N)),
            new ItemSink() {
              @Override
              public void put(Position at, Item item) {
                seen.add("put " + ItemJson.write(item));
              }

              @Override
              public void delete(Position at, Item key) {
                seen.add("delete " + ItemJson.write(key));
              }

              @Override
              public void broken(Position at, String reason) {
                seen.add(at.describe("f", reason));
              }
            });
    return seen;
  }

  /** The text, in which quotes are written single and ends of lines {@code ~n}. */
  private static byte[] bytes(String text) {
    return text.replace("~n", "\n").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
