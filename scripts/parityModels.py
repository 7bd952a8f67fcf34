"""Prints, as JSON, how many of the test images of Fashion-MNIST PyTorch predicts right with a run's weights ("correct" of
"images"), and the largest difference between PyTorch's probabilities and those that the run recorded after its only
epoch ("difference"). If the run's files cannot be compared, prints the reason as one sentence ("problem").
usage: python3 parityModels.py MODEL RUN DATA   (PyTorch 1.13 or newer)"""
import gzip, json, math, os, sys, torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../test/support"))
from networks import MODELS


class Problem(Exception):
    """Why the files of a run cannot be compared, as one sentence."""


def read_safetensors(path):
    """The tensors of a file, as safetensors.torch.load_file reads them, but U32 as int64: PyTorch 1.13 has no uint32.
    Raises Problem for a file that cannot be read."""
    types = dict(F16=torch.float16, F32=torch.float32, I64=torch.int64, U8=torch.uint8, U32=torch.int32)
    tensors = {}
    try:
        content = bytearray(open(path, "rb").read())
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        for name, entry in header.items():
            if name != "__metadata__":
                begin, end = entry["data_offsets"]
                dtype = types[entry["dtype"]]
                size = torch.empty(0, dtype=dtype).element_size()
                data = torch.frombuffer(content, dtype=dtype, count=(end - begin) // size, offset=8 + length + begin)
                if entry["dtype"] == "U32":
                    data = data.long() & 0xFFFFFFFF
                tensors[name] = data.reshape(entry["shape"])
    except Exception as error:
        raise Problem(f"{os.path.basename(path)} cannot be read ({type(error).__name__}: {error}).")
    return tensors


def read_idx(folder, name):
    for path, open_file in ((name, open), (name + ".gz", gzip.open)):
        if os.path.exists(os.path.join(folder, path)):
            content = bytearray(open_file(os.path.join(folder, path), "rb").read())
            return torch.frombuffer(content, dtype=torch.uint8, offset=4 + 4 * content[3])
    raise SystemExit(f"{folder} has no {name}.")


def compare(kind, run, folder):
    """Raises Problem where a file of the run does not fit the network or the data."""
    torch.manual_seed(0)
    model = MODELS[kind]()
    try:
        model.load_state_dict(read_safetensors(os.path.join(run, "model.safetensors")))
    except RuntimeError as error:
        raise Problem(f"model.safetensors does not fit the model {kind} ({' '.join(str(error).split())}).")
    model.eval()
    images = read_idx(folder, "t10k-images-idx3-ubyte").reshape(-1, 1, 28, 28).float() / 255
    labels = read_idx(folder, "t10k-labels-idx1-ubyte")
    with torch.no_grad():
        logits = torch.cat([model(batch) for batch in images.split(500)])
    recorded = read_safetensors(os.path.join(run, "evaluation", "epoch-0001.safetensors")).get("test.logProbabilities")
    if recorded is None:
        raise Problem("The evaluation holds no test.logProbabilities.")
    # Tensors of different shapes may be broadcast, and their difference is then meaningless.
    if recorded.shape != logits.shape:
        raise Problem(f"The recorded probabilities are {list(recorded.shape)}, and PyTorch's {list(logits.shape)}.")
    difference = float((recorded.exp() - logits.softmax(1)).abs().max())
    if not math.isfinite(difference):
        raise Problem("A recorded probability, or one of PyTorch's, is not a finite number.")
    return dict(images=len(labels), correct=int((logits.argmax(1) == labels).sum()), difference=difference)


try:
    found = compare(*sys.argv[1:])
except Problem as problem:
    found = dict(problem=str(problem))
print(json.dumps(dict(torch=torch.__version__, **found), allow_nan=False))
