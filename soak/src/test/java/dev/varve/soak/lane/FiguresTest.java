package dev.varve.soak.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void linesBringAllFiguresToAnotherProcess() {
    Figures told = new Figures();
    told.took("GetItem", 5);
    told.took("GetItem", 3);
    told.took(Call.WRITE, 7);
    Figures heard = new Figures();
    told.lines().lines().forEach(heard::addLine);
    heard.addLine("something else");
    assertEquals("figure GetItem 2 5\nfigure WRITE 1 7\n", heard.lines());
    assertEquals(2, heard.count("GetItem"));
    assertEquals(1, heard.count(Call.WRITE));
    assertEquals(3, heard.total());
  }

  @Test
  void aLineHasAName() {
    assertEquals("fault-cut-body", Figures.name("figure fault-cut-body 1 0"));
    assertNull(Figures.name("figure fault-cut-body 1"));
    assertNull(Figures.name("done"));
  }

  @Test
  void figuresAddUp() {
    Figures sum = new Figures();
    Figures other = new Figures();
    sum.took("Query", 1);
    other.took("Query", 9);
    other.took("Scan", 2);
    sum.add(other);
    assertEquals("figure Query 2 9\nfigure Scan 1 2\n", sum.lines());
  }
}
