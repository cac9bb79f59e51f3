// Reads a log with golang.org/x/mod/sumdb: opens its checkpoint, proves every leaf from the tiles, and proves that the
// tree of every smaller size is its beginning. Arguments: the folder of the log and its public key.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tiles struct{ folder string }

func (t tiles) Height() int                               { return 8 }
func (t tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func leaves(folder string, size int64) [][]byte {
	var out [][]byte
	for at := int64(0); at < size; at += 256 {
		width := size - at
		if width > 256 {
			width = 256
		}
		path := tlog.Tile{H: 8, L: -1, N: at / 256, W: int(width)}.Path()
		data, err := os.ReadFile(filepath.Join(folder, strings.Replace(path, "tile/8/data/", "tile/entries/", 1)))
		check(err)
		for len(data) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(data))
			out, data = append(out, data[2:end]), data[end:]
		}
	}
	return out
}

func main() {
	folder := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	message, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	hash, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	var root tlog.Hash
	copy(root[:], hash)

	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{folder})
	for at, leaf := range leaves(folder, size) {
		proof, err := tlog.ProveRecord(size, int64(at), reader)
		check(err)
		check(tlog.CheckRecord(proof, size, root, int64(at), tlog.RecordHash(leaf)))
		old, err := tlog.TreeHash(int64(at)+1, reader)
		check(err)
		beginning, err := tlog.ProveTree(size, int64(at)+1, reader)
		check(err)
		check(tlog.CheckTree(beginning, size, root, int64(at)+1, old))
	}
	fmt.Printf("%s: %d leaves\n", lines[0], size)
}
